// Copies what pages load but Sass does not make: two fonts, two scripts and a few icons.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'

const OUT = 'build/static'
const FONTS = {
  'source-sans-3.woff2': 'source-sans-3/files/source-sans-3-latin-wght-normal.woff2',
  'atkinson-hyperlegible-mono.woff2':
    'atkinson-hyperlegible-mono/files/atkinson-hyperlegible-mono-latin-wght-normal.woff2'
}
const SCRIPTS = {
  'govuk-frontend.min.js': 'govuk-frontend/dist/govuk/govuk-frontend.min.js',
  'moj-frontend.min.js': '@ministryofjustice/frontend/moj/moj-frontend.min.js'
}
const MOJ_IMAGES = 'node_modules/@ministryofjustice/frontend/moj/assets/images'

for (const folder of ['fonts', 'js', 'images']) mkdirSync(`${OUT}/${folder}`, { recursive: true })

for (const [name, source] of Object.entries(FONTS)) {
  copyFileSync(`node_modules/@fontsource-variable/${source}`, `${OUT}/fonts/${name}`)
}

// Their source maps are not served, so the comments that name them must go.
for (const [name, source] of Object.entries(SCRIPTS)) {
  const script = readFileSync(`node_modules/${source}`, 'utf8')
  writeFileSync(`${OUT}/js/${name}`, script.replace(/\/\/# sourceMappingURL=.*$/m, ''))
}

// The icons only: the logos and crowns beside them are somebody else's.
for (const image of readdirSync(MOJ_IMAGES).filter((name) => /^icon-.*\.svg$/.test(name))) {
  copyFileSync(`${MOJ_IMAGES}/${image}`, `${OUT}/images/${image}`)
}
