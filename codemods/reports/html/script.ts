/**
 * What the page gains where scripts run: filter, search, keyboard, theme. It only reads the page and hides parts of it;
 * it makes no markup, so that nothing in a report can become any. Without it the page lists everything.
 */
export const script = `
'use strict';
(() => {
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const form = byId('filter-form');
  const theme = byId('theme');

  theme.hidden = false;
  const isDark = () => root.dataset.theme
    ? root.dataset.theme === 'dark'
    : matchMedia('(prefers-color-scheme: dark)').matches;
  const nameTheme = () => { theme.textContent = isDark() ? 'Light theme' : 'Dark theme'; };
  theme.addEventListener('click', () => { root.dataset.theme = isDark() ? 'light' : 'dark'; nameTheme(); });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', nameTheme);
  nameTheme();
  if (!form) return;

  const sites = [...document.querySelectorAll('.site')];
  const groups = [...document.querySelectorAll('.group')];
  const search = byId('search');
  const shown = byId('shown');
  const choices = ['status', 'rule', 'folder', 'owner'].map((name) => form.elements[name]).filter(Boolean);
  let texts;
  let current = -1;

  const textOf = (index) => {
    texts ??= sites.map((site) => site.textContent.toLowerCase());
    return texts[index];
  };

  const apply = () => {
    const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
    const chosen = choices.filter((choice) => choice.value !== '');
    let count = 0;
    sites.forEach((site, index) => {
      const fits = chosen.every((choice) => (' ' + site.dataset[choice.name] + ' ').includes(' ' + choice.value + ' '))
        && words.every((word) => textOf(index).includes(word));
      if (site.hidden === fits) site.hidden = !fits;
      if (fits) count += 1;
    });
    for (const group of groups) group.hidden = !group.querySelector('.site:not([hidden])');
    shown.textContent = count === sites.length
      ? 'All ' + sites.length.toLocaleString('en-US') + ' sites'
      : count.toLocaleString('en-US') + ' of ' + sites.length.toLocaleString('en-US') + ' sites';
    byId('reset').hidden = count === sites.length;
    current = -1;
    remember();
  };

  const remember = () => {
    const query = new URLSearchParams();
    if (search.value !== '') query.set('q', search.value);
    for (const choice of choices) if (choice.value !== '') query.set(choice.name, choice.value);
    const text = query.toString();
    try { history.replaceState(null, '', location.pathname + (text && '?' + text) + location.hash); } catch { /* a file's address may be fixed */ }
  };

  const recall = () => {
    const query = new URLSearchParams(location.search);
    search.value = query.get('q') ?? '';
    for (const choice of choices) {
      const value = query.get(choice.name) ?? '';
      choice.value = [...choice.options].some((option) => option.value === value) ? value : '';
    }
  };

  const clear = () => {
    search.value = '';
    for (const choice of choices) choice.value = '';
    apply();
  };

  const follow = () => {
    const target = location.hash.length > 1 && byId(location.hash.slice(1));
    if (!target || !target.classList.contains('site')) return;
    if (target.hidden) clear();
    current = sites.indexOf(target);
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: 'start' });
  };

  const step = (by) => {
    let next = current === -1 && by < 0 ? sites.length : current;
    do next += by; while (sites[next] && sites[next].hidden);
    if (!sites[next]) return;
    current = next;
    sites[next].focus({ preventScroll: true });
    sites[next].scrollIntoView({ block: 'start' });
  };

  byId('filter').hidden = false;
  form.addEventListener('submit', (event) => event.preventDefault());
  let waiting;
  search.addEventListener('input', () => { cancelAnimationFrame(waiting); waiting = requestAnimationFrame(apply); });
  for (const choice of choices) choice.addEventListener('change', apply);
  byId('reset').addEventListener('click', () => { clear(); search.focus(); });
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[data-filter]');
    if (!link) return;
    for (const choice of choices) choice.value = choice.name === link.dataset.filter ? link.dataset.value : '';
    search.value = '';
    apply();
  });
  document.addEventListener('focusin', (event) => {
    const site = event.target.closest('.site');
    if (site) current = sites.indexOf(site);
  });
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape' && event.target === search) { clear(); return; }
    if (event.target.closest('input, select, textarea')) return;
    if (event.key === '/') { event.preventDefault(); search.focus(); search.select(); }
    if (event.key === 'j') step(1);
    if (event.key === 'k') step(-1);
  });
  addEventListener('hashchange', follow);
  recall();
  apply();
  follow();
})();
`;
