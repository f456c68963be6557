import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [svelte()],
  // The oldest webview Retake runs in is WebKitGTK 2.40 (Debian 12).
  build: { target: "safari16.4", assetsInlineLimit: 0 },
  // Tests mount components as the webview does, not as a server would.
  resolve: process.env.VITEST ? { conditions: ["browser"] } : undefined,
  // Where the evening is another day than in London.
  test: {
    environment: "happy-dom",
    include: ["tests/**/*.test.ts"],
    css: true,
    env: { TZ: "America/New_York" },
  },
});
