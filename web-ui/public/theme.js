// Keep in step with src/shared/theme: the same key, the same attribute.
(function () {
  var choice = null;
  try {
    choice = localStorage.getItem('ringmaster.theme');
  } catch (blocked) {
    // Storage may be forbidden; then the system decides.
  }
  var dark = choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();
