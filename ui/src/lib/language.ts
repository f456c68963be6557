// Where no language is set (LANG=C), WebKit names "C" as the user's, which is none: whoever formats a number by it throws.
// Imported before everything else.

try {
  new Intl.NumberFormat(navigator.language);
} catch {
  Object.defineProperty(navigator, "language", { value: "en", configurable: true });
}
