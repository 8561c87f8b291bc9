import fs from 'node:fs'
import path from 'node:path'
import { defineConfig, type Plugin } from 'vite'
import uniPlugin from '@dcloudio/vite-plugin-uni'

// The plugin is CommonJS with a `default` member under Node's ESM loader.
const uni = ((uniPlugin as unknown as { default?: typeof uniPlugin }).default || uniPlugin) as typeof uniPlugin

/**
 * uni-app's mini-program build silently aliases `vue-i18n` to a 9.1 runtime WITHOUT a message compiler,
 * so "{amount}" is printed raw in WeChat while H5 looks fine. This points it back at the installed 9.14 and uses
 * its JIT (AST) compiler, which needs no `new Function` (forbidden in mini-programs). Must come after uni().
 */
const i18nJit = (): Plugin => ({
  name: 'xjs-i18n-jit',
  config: () => ({
    resolve: { alias: { 'vue-i18n': path.resolve(__dirname, 'node_modules/vue-i18n/dist/vue-i18n.mjs') } },
    define: {
      __INTLIFY_JIT_COMPILATION__: 'true',
      __INTLIFY_DROP_MESSAGE_COMPILER__: 'false',
      __INTLIFY_PROD_DEVTOOLS__: 'false',
      __VUE_I18N_FULL_INSTALL__: 'false',
      __VUE_I18N_LEGACY_API__: 'false',
    },
  }),
})

/** H5 inlines the icon symbols: `<use>` of another file fails in some WebViews. */
const symbols = (): Plugin => ({
  name: 'xjs-symbols',
  transformIndexHtml: (html) => {
    const svg = fs.readFileSync(path.resolve(__dirname, 'src/theme/icons.svg'), 'utf8')
    const body = svg.replace(/<\/?svg[^>]*>/g, '').replace(/<!--[\s\S]*?-->/g, '').replace(/>\s+</g, '><').trim()
    return html.replace('<!--symbols-->', `<svg width="0" height="0" class="vh" aria-hidden="true">${body}</svg>`)
  },
})

/** uni-app's own H5 style preloads a shadow from a foreign host; nothing of ours uses it. */
const noForeign = (): Plugin => ({
  name: 'xjs-no-foreign',
  enforce: 'post',
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type === 'asset' && file.fileName.endsWith('.css') && typeof file.source === 'string') {
        file.source = file.source.replace(/url\(["']?https?:[^)]*\)/g, 'none')
      }
    }
  },
})

export default defineConfig({
  plugins: [uni(), i18nJit(), symbols(), noForeign()],
  server: { port: 5180, proxy: { '/api': process.env.XJS_ORIGIN || 'http://127.0.0.1:8000' } },
})
