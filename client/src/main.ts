import { createSSRApp } from 'vue'
import { createPinia } from 'pinia'
import App from './App.vue'
import { i18n } from './locale'
// #ifdef H5
import { H5Coming, H5Lost } from './components/x-page/lost'
// #endif
import './theme/tokens.css'
import './theme/components.css'
import './theme/pages.css'

export function createApp() {
  const app = createSSRApp(App)
  app.use(createPinia()).use(i18n)
  // #ifdef H5
  // The manifest names them: they stand in for a page while its code is fetched, or when it can't be.
  app.component('H5Coming', H5Coming).component('H5Lost', H5Lost)
  // #endif
  return { app }
}
