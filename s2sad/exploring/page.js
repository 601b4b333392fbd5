"use strict";

// Lines that belong together have the same data-at; a pinned one stays marked.
const linked = [...document.querySelectorAll("[data-at]")];
const together = at => linked.filter(element => element.dataset.at === at);
let pinned = null;

function mark(at, name) {
  for (const element of linked) element.classList.toggle(name, element.dataset.at === at);
}

function show(element) {
  for (const other of together(element.dataset.at)) {
    const box = other.closest(".scroll");
    if (box === element.closest(".scroll") || !box.offsetParent) continue;
    const outer = box.getBoundingClientRect(), inner = other.getBoundingClientRect();
    if (inner.top < outer.top || inner.bottom > outer.bottom)
      box.scrollTop += inner.top - outer.top - outer.height / 3;
    return;
  }
}

function pin(at) {
  pinned = at;
  mark(at, "pinned");
  for (const row of document.querySelectorAll(".row[data-at]"))
    row.setAttribute("aria-selected", row.dataset.at === at);
}

function choose(element) {
  pin(pinned === element.dataset.at ? null : element.dataset.at);
  if (pinned) show(element);
}

for (const element of linked) {
  element.addEventListener("mouseenter", () => mark(element.dataset.at, "hot"));
  element.addEventListener("mouseleave", () => mark(null, "hot"));
  element.addEventListener("click", () => {
    if (!String(getSelection())) choose(element);
  });
}

// A list of lines is one stop of the Tab key; arrows go from line to line.
for (const list of document.querySelectorAll("[role=listbox]")) {
  const rows = [...list.querySelectorAll(".row[data-at]")];
  const go = row => {
    for (const other of rows) other.tabIndex = other === row ? 0 : -1;
    row.focus();
  };
  if (rows.length) rows[0].tabIndex = 0;
  list.addEventListener("keydown", event => {
    const at = rows.indexOf(document.activeElement);
    const next = {ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1}[event.key];
    if (event.key === "Enter" || event.key === " ") choose(rows[at]);
    else if (rows[next]) go(rows[next]);
    else if (next === undefined) return;
    event.preventDefault();
  });
  list.addEventListener("focusin", event => {
    mark(event.target.dataset.at, "hot");
    show(event.target);
  });
  list.addEventListener("focusout", () => mark(null, "hot"));
}
document.addEventListener("keydown", event => { if (event.key === "Escape") pin(null); });

const tabs = [...document.querySelectorAll("[role=tab]")];
function open(tab) {
  for (const other of tabs) {
    const chosen = other === tab;
    other.setAttribute("aria-selected", chosen);
    other.tabIndex = chosen ? 0 : -1;
    document.getElementById(other.getAttribute("aria-controls")).hidden = !chosen;
  }
}
for (const tab of tabs) {
  tab.addEventListener("click", () => open(tab));
  tab.addEventListener("keydown", event => {
    const at = tabs.indexOf(tab), last = tabs.length - 1;
    const next = {ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at ? at - 1 : last, Home: 0, End: last}[event.key];
    if (next === undefined) return;
    open(tabs[next]);
    tabs[next].focus();
    event.preventDefault();
  });
}
if (tabs.length) open(tabs[0]);
