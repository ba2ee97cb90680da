// Before the first paint: the colours that were chosen here, if any were. Without a choice the system's count.
try {
  const theme = localStorage.getItem('theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage is switched off: then the system's.
}
