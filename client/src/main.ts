import { createSSRApp } from 'vue'
import { createPinia } from 'pinia'
import App from './App.vue'
import { i18n } from './locale'
import './theme/tokens.css'
import './theme/components.css'
import './theme/pages.css'

export function createApp() {
  const app = createSSRApp(App)
  app.use(createPinia()).use(i18n)
  return { app }
}
