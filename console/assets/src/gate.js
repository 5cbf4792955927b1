// Runs first, in any browser there is: one that cannot show the pages gets the plain notice alone (see `.gate` in the
// style). Written for the oldest engines and served as it is: var, no arrow functions, no templates. Intl.DisplayNames
// came with Chromium 81, right after the syntax that the other scripts use; the dialog with Firefox 98 and Safari 15.4.
(function () {
  var able =
    typeof window.fetch === "function" &&
    "noModule" in document.createElement("script") &&
    typeof Intl === "object" &&
    "DisplayNames" in Intl &&
    "HTMLDialogElement" in window;
  if (!able) document.documentElement.className = "too-old";
})();
