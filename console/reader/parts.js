// What both pages are made of. Whatever the API answers is only ever set as text.

const root = document.documentElement;
export const language = root.lang.slice(0, 2);
export const zone = root.dataset.zone;
export const kept = {
  calls: Number(root.dataset.callsDays),
  receipts: Number(root.dataset.receiptsDays),
  personal: Number(root.dataset.personalDays),
};
const LOCALE = language === "zh" ? "zh-CN" : "en-GB";
let words = { text: {} };

export async function learnWords() {
  const answer = await fetch(`/reader/words.json?lang=${language}`);
  if (!answer.ok) throw new Error("no words");
  words = await answer.json();
}

export function say(key, values = {}) {
  return words.text[key].replace(/\{(\w+)\}/g, (_whole, name) => values[name]);
}

// The word for a value of the API, such as status and resolved; the value itself where a site has made up its own.
export function word(table, value) {
  return value === null || value === undefined ? "" : (words[table][value] ?? String(value));
}

export function element(name, content, attributes = {}) {
  const made = document.createElement(name);
  for (const part of [content].flat()) {
    if (part !== null && part !== undefined) made.append(part instanceof Node ? part : String(part));
  }
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

const format = (options) => new Intl.DateTimeFormat(LOCALE, { timeZone: zone, hourCycle: "h23", ...options });
const CLOCK = { hour: "2-digit", minute: "2-digit" };
const DAY = { year: "numeric", month: "long", day: "numeric" };
const FORMATS = {
  minute: format({ ...DAY, ...CLOCK }),
  second: format({ ...DAY, ...CLOCK, second: "2-digit" }),
  clock: format({ ...CLOCK, second: "2-digit", fractionalSecondDigits: 3 }),
  day: format(DAY),
};

export function instantText(at, shape = "minute") {
  return FORMATS[shape].format(new Date(at));
}

export function instant(at, shape = "second") {
  return at === null ? null : element("time", instantText(at, shape), { datetime: at });
}

export function seconds(count) {
  if (count < 90) return say("seconds", { count: count.toFixed(1) });
  const minutes = Math.floor(count / 60);
  return `${minutes}:${String(Math.floor(count % 60)).padStart(2, "0")}`;
}

export function facts(pairs) {
  const list = element("dl");
  for (const [name, value] of pairs) {
    if (value === null || value === undefined || value === "") continue;
    list.append(element("div", [element("dt", name), element("dd", value)]));
  }
  return list;
}

// A head that is an array has a class as well: ["#", "quiet"].
export function table(title, heads, rows, shape = "rows") {
  // The roles are said, since a phone shows rows as blocks, which are no table any more.
  const made = element("table", null, { "aria-label": title, role: "table", class: shape });
  const top = made.createTHead().insertRow();
  top.setAttribute("role", "row");
  const classes = heads.map((head) => (Array.isArray(head) ? { class: head[1] } : {}));
  const names = heads.map((head) => (Array.isArray(head) ? head[0] : head));
  names.forEach((name, place) => top.append(element("th", name, { scope: "col", role: "columnheader", ...classes[place] })));
  const body = made.createTBody();
  for (const cells of rows) {
    const row = body.insertRow();
    row.setAttribute("role", "row");
    cells.forEach((cell, place) => {
      row.append(element("td", cell, { role: "cell", "data-head": names[place], ...classes[place] }));
    });
  }
  return made;
}

export function section(title, ...content) {
  return element("section", [element("h2", title), ...content]);
}

// Where pages are; `location.search` is the language that was chosen.
export function callPlace(id) {
  return `/calls/${id}${location.search}`; // the two parts of an id are escaped
}

export function ticketPlace(number) {
  return `/tickets/${encodeURIComponent(number)}${location.search}`;
}

// A number, or that there is none; said as masked where it is.
export function phoneNumber(number) {
  if (!number) return say("withheld");
  return number.includes("*") ? `${number} ${say("masked_mark")}` : number;
}

export function draw(title, ...content) {
  document.title = `${title} · Third Ring`;
  const page = document.getElementById("page");
  page.replaceChildren(element("h1", title), ...content.flat().filter((part) => part !== null));
}
