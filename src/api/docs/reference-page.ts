import { REFERENCE_SCRIPT } from './reference-script.ts';
import { REFERENCE_STYLE } from './reference-style.ts';

/** The reference as one page that needs no other host: it draws what /openapi.json of this instance says. */
export const referencePage = {
  contentSecurityPolicy:
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  html: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Capacitor API</title>
<style>${REFERENCE_STYLE}</style>
</head>
<body>
<nav id="contents" aria-label="Routes"></nav>
<main id="reference">
<h1>Capacitor API</h1>
<p id="loading">Reading <a href="/openapi.json">/openapi.json</a> …</p>
<noscript><p>This page draws <a href="/openapi.json">/openapi.json</a> with JavaScript.</p></noscript>
</main>
<script>${REFERENCE_SCRIPT}</script>
</body>
</html>
`,
};
