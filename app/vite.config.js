import { readFileSync } from "node:fs";
import { defineConfig } from "vite";

const FONT_LICENCE = "node_modules/@fontsource/newsreader/LICENSE";

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

export default defineConfig({
  base: "./",
  // `npm run dev` beside a running `meterhaus up`
  server: { proxy: { "/api": "http://127.0.0.1:8080" } },
  build: {
    target: "es2022",
    assetsInlineLimit: 0, // data: addresses are not in the policy
    modulePreload: { polyfill: false },
    license: { fileName: "licences.txt" },
  },
  plugins: [
    {
      // The page guards itself, whoever serves it; not in `npm run dev`, whose reload is inline.
      name: "content-security-policy",
      apply: "build",
      transformIndexHtml: () => [
        {
          tag: "meta",
          attrs: { "http-equiv": "Content-Security-Policy", content: policy },
          injectTo: "head-prepend",
        },
      ],
    },
    {
      // The bundler lists the licences of scripts; the font comes in by the style sheet.
      name: "font-licence",
      apply: "build",
      generateBundle() {
        this.emitFile({
          type: "asset",
          fileName: "licence-of-font.txt",
          source: readFileSync(new URL(FONT_LICENCE, import.meta.url)),
        });
      },
    },
  ],
});
