// Sorts and sieves tables. Without it a page reads the same.
"use strict";
for (const table of document.querySelectorAll("table[data-sortable]")) {
  const body = table.tBodies[0], rows = [...body.rows];
  const lines = rows.filter((r) => !r.classList.contains("break"));
  if (lines.length < 3) continue;
  table.classList.add("sorts");
  const said = document.createElement("span");
  said.className = "quietly";
  said.setAttribute("role", "status");
  table.parentNode.after(said);
  const heads = [...table.tHead.rows[0].cells];
  const key = (row, i) => row.cells[i].dataset.sort ?? row.cells[i].textContent.trim();
  let sieved = "", at = -1, down = false;

  const show = () => {
    const words = sieved.toLowerCase().split(/\s+/).filter(Boolean);
    let n = 0;
    for (const row of lines) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((w) => text.includes(w));
      if (!row.hidden) n++;
    }
    for (const row of rows) if (row.classList.contains("break")) row.hidden = at >= 0 || words.length > 0;
    return n;
  };

  heads.forEach((th, i) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...th.childNodes);
    th.append(button);
    button.addEventListener("click", () => {
      if (at !== i) [at, down] = [i, false];
      else if (!down) down = true;
      else [at, down] = [-1, false];
      for (const h of heads) h.removeAttribute("aria-sort");
      if (at < 0) {
        body.append(...rows);
        said.textContent = "In the order of the page again.";
      } else {
        th.setAttribute("aria-sort", down ? "descending" : "ascending");
        const numbers = lines.every((r) => /^([-+]?\d+(\.\d+)?|\[x\])?$/.test(key(r, i)));
        const sorted = [...lines].sort((a, b) => {
          const x = key(a, i), y = key(b, i);
          const p = Number.parseFloat(x), q = Number.parseFloat(y);
          const gap = numbers ? Number.isNaN(p) - Number.isNaN(q) : !x - !y;
          if (gap) return gap; // what is missing stands last either way
          const c = numbers ? p - q || 0 : x.localeCompare(y, "en-GB", {numeric: true});
          return down ? -c : c;
        });
        body.append(...sorted);
        said.textContent = "Sorted by " + button.textContent.trim() + (down ? ", last first." : ".");
      }
      show();
    });
  });

  if (lines.length < 9) continue;
  const p = document.createElement("p"), label = document.createElement("label"), input = document.createElement("input"), count = document.createElement("span");
  p.className = "sieve";
  input.type = "search";
  input.id = "sieve-" + table.id;
  label.htmlFor = input.id;
  label.textContent = "Only rows with";
  count.setAttribute("role", "status");
  input.addEventListener("input", () => {
    sieved = input.value;
    count.textContent = show() + " of " + lines.length + " rows";
  });
  p.append(label, input, count);
  table.parentNode.before(p);
}
