/** Filters the table of repositories. It hides rows and makes no markup; without it the page lists everything. */
export const script = `
'use strict';
(() => {
  const filter = document.getElementById('filter');
  const form = document.getElementById('filter-form');
  const shown = document.getElementById('shown');
  const rows = [...document.querySelectorAll('.repositories tbody tr')];
  const texts = rows.map((row) => row.textContent.toLowerCase());
  filter.hidden = false;

  const apply = () => {
    const words = form.elements.q.value.toLowerCase().split(/\\s+/).filter(Boolean);
    const status = form.elements.status.value;
    let count = 0;
    rows.forEach((row, at) => {
      const fits = (status === '' || row.dataset.status === status) && words.every((word) => texts[at].includes(word));
      row.hidden = !fits;
      if (fits) count += 1;
    });
    shown.textContent = count === rows.length ? rows.length + ' repositories' : count + ' of ' + rows.length + ' repositories';
  };
  form.addEventListener('input', apply);
  form.addEventListener('submit', (event) => event.preventDefault());
  document.querySelectorAll('[data-search]').forEach((link) => link.addEventListener('click', () => {
    form.elements.q.value = link.dataset.search;
    form.elements.status.value = '';
    apply();
  }));
  apply();
})();
`;
