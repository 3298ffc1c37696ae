/**
 * The page's script: filter, search, keyboard, theme. It only reads the page and hides parts of it; it never creates markup
 * from a report's content, so that no content can inject any. Without scripts the page lists everything.
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

  let sites = [...document.querySelectorAll('.site')];
  const indexOf = new Map(sites.map((site, index) => [site, index]));
  const chunks = [...document.querySelectorAll('.sites')];
  const groups = [...document.querySelectorAll('.group')];
  const data = JSON.parse(byId('site-data').textContent);
  const search = byId('search');
  const shown = byId('shown');
  const choices = Object.keys(data).map((name) => form.elements[name]).filter(Boolean);
  const order = form.elements.sort;
  const number = (count) => count.toLocaleString('en-US');
  let texts = [];
  const siteTexts = [];
  let current = -1;

  const lower = (element) => element.textContent.toLowerCase();
  const hide = (element, hidden) => { if (element.hidden !== hidden) element.hidden = hidden; };
  // What the first search looks through is read before it, while the browser has nothing else to do.
  const read = (deadline) => {
    const left = chunks.findIndex((_, at) => texts[at] === undefined);
    if (left === -1) return;
    for (let at = left; at < chunks.length && deadline.timeRemaining() > 0; at += 1) texts[at] ??= lower(chunks[at]);
    requestIdleCallback(read);
  };

  const apply = () => {
    const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
    const chosen = choices.filter((choice) => choice.value !== '')
      .map((choice) => ({ of: data[choice.name], value: Number(choice.value) }));
    const holds = ({ of, value }, index) => Array.isArray(of[index]) ? of[index].includes(value) : of[index] === value;
    let count = 0;
    const counts = new Map(groups.map((group) => [group, { shown: 0, all: 0 }]));
    chunks.forEach((chunk, at) => {
      const own = chunk.children;
      // A chunk without one of the words has no site with all of them.
      const mayFit = words.every((word) => (texts[at] ??= lower(chunk)).includes(word));
      let fitting = 0;
      const fits = Array.from(own, (site) => {
        const index = indexOf.get(site);
        const fit = mayFit && chosen.every((choice) => holds(choice, index))
          && words.every((word) => (siteTexts[index] ??= lower(site)).includes(word));
        if (fit) fitting += 1;
        return fit;
      });
      hide(chunk, fitting === 0);
      // What is in a hidden chunk may stay as it is.
      if (fitting > 0) for (let offset = 0; offset < own.length; offset += 1) hide(own[offset], !fits[offset]);
      if (chunk.classList.contains('whole')) chunk.style.containIntrinsicBlockSize = 'auto ' + fitting * 10 + 'rem';
      const sum = counts.get(chunk.parentNode);
      sum.shown += fitting;
      sum.all += own.length;
      count += fitting;
    });
    for (const [group, sum] of counts) {
      hide(group, sum.shown === 0);
      group.querySelector('h3 span').textContent = sum.shown === sum.all ? number(sum.all) : number(sum.shown) + ' of ' + number(sum.all);
    }
    say(count);
    current = -1;
    remember();
  };

  const say = (count) => {
    shown.textContent = count === sites.length
      ? 'All ' + number(sites.length) + ' sites'
      : number(count) + ' of ' + number(sites.length) + ' sites';
    byId('reset').hidden = count === sites.length;
  };

  // Sites change places within their group; the chunks, which are laid out as one each, stay as long as they are.
  const sort = () => {
    const ranks = data[order.value];
    for (const group of groups) {
      const own = [...group.querySelectorAll('.site')];
      const key = (site) => (ranks ? ranks[indexOf.get(site)] : 0);
      own.sort((a, b) => key(a) - key(b) || indexOf.get(a) - indexOf.get(b));
      let next = 0;
      for (const chunk of group.querySelectorAll('.sites')) {
        const count = chunk.children.length;
        chunk.replaceChildren(...own.slice(next, next + count));
        next += count;
      }
    }
    sites = [...document.querySelectorAll('.site')];
    texts = [];
    for (const chunk of chunks) near.observe(chunk);
    apply();
  };

  const copy = byId('copy');
  copy.hidden = !navigator.clipboard;
  copy.addEventListener('click', async () => {
    const places = sites.filter((site) => !isHidden(site)).map((site) => site.querySelector('h4').textContent);
    try { await navigator.clipboard.writeText(places.join('\\n')); copy.textContent = 'Copied ' + number(places.length); } catch { copy.textContent = 'Not copied'; }
    setTimeout(() => { copy.textContent = 'Copy places'; }, 2000);
  });

  const isHidden = (site) => site.hidden || site.parentNode.hidden;
  const goTo = (site) => {
    site.tabIndex = -1;
    site.focus({ preventScroll: true });
    site.scrollIntoView({ block: 'start' });
  };

  // What was checked off is this reader's own, and stays in this browser.
  const KEY = 'migration-report:checked';
  let checked = new Set();
  try { checked = new Set(JSON.parse(localStorage.getItem(KEY) ?? '[]')); } catch { /* a browser may keep nothing */ }
  const offer = (site) => {
    if (site.querySelector('label')) return;
    const label = document.createElement('label');
    const box = document.createElement('input');
    box.type = 'checkbox';
    box.checked = checked.has(site.id);
    site.classList.toggle('checked', box.checked);
    box.addEventListener('change', () => {
      if (box.checked) checked.add(site.id); else checked.delete(site.id);
      site.classList.toggle('checked', box.checked);
      try { localStorage.setItem(KEY, JSON.stringify([...checked])); } catch { /* as above */ }
    });
    label.append(box, ' Checked');
    site.prepend(label);
  };
  // From the last to the first, so that the text before stays in one piece.
  const mark = (site) => {
    const own = data.words[indexOf.get(site)].splice(0);
    const lines = site.querySelector('.diff').children;
    for (let at = own.length - 3; at >= 0; at -= 3) {
      const range = document.createRange();
      const text = lines[own[at]].firstChild;
      range.setStart(text, own[at + 1]);
      range.setEnd(text, own[at + 2]);
      range.surroundContents(document.createElement('b'));
    }
  };
  const near = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      for (const site of target.children) { offer(site); mark(site); }
    }
  }, { rootMargin: '600px' });
  addEventListener('beforeprint', () => { for (const site of sites) if (!isHidden(site)) mark(site); });
  for (const chunk of chunks) near.observe(chunk);

  const remember = () => {
    const query = new URLSearchParams();
    if (search.value !== '') query.set('q', search.value);
    for (const choice of [...choices, order]) if (choice.value !== '') query.set(choice.name, choice.value);
    const text = query.toString();
    try { history.replaceState(null, '', location.pathname + (text && '?' + text) + location.hash); } catch { /* a file's address may be fixed */ }
  };

  const recall = () => {
    const query = new URLSearchParams(location.search);
    search.value = query.get('q') ?? '';
    for (const choice of [...choices, order]) {
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
    if (isHidden(target)) clear();
    current = sites.indexOf(target);
    goTo(target);
  };

  const step = (by) => {
    let next = current === -1 && by < 0 ? sites.length : current;
    do next += by; while (sites[next] && isHidden(sites[next]));
    if (!sites[next]) return;
    current = next;
    goTo(sites[next]);
  };

  byId('filter').hidden = false;
  form.addEventListener('submit', (event) => event.preventDefault());
  let waiting;
  search.addEventListener('input', () => { cancelAnimationFrame(waiting); waiting = requestAnimationFrame(apply); });
  for (const choice of choices) choice.addEventListener('change', apply);
  order.addEventListener('change', sort);
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
  if (order.value !== '') sort();
  else if (search.value !== '' || choices.some((choice) => choice.value !== '')) apply();
  else say(sites.length);
  globalThis.requestIdleCallback?.(read);
  follow();
})();
`;
