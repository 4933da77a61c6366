/**
 * What the page does beyond showing the report. The report is complete without it: where scripts are forbidden, only the
 * buttons are missing.
 */
export const SCRIPT = `(() => {
  const cells = () => document.querySelectorAll('details.cell');
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target?.matches('.cell')) return;
    const filter = document.getElementById('only-problems');
    if (filter && target.matches('.fine')) filter.checked = false;
    target.open = true;
    target.scrollIntoView();
    target.querySelector('summary')?.focus({ preventScroll: true });
  };
  addEventListener('hashchange', reveal);
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link && link.hash === location.hash) reveal();
    const button = event.target.closest('button[data-do]');
    if (!button) return;
    cells().forEach((cell) => { cell.open = button.dataset.do === 'open'; });
  });
  addEventListener('beforeprint', () => cells().forEach((cell) => { if (!cell.matches('.fine')) cell.open = true; }));
  document.querySelectorAll('.tools').forEach((tools) => { tools.hidden = false; });
  reveal();
})();`;
