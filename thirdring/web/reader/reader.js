// Shows the receipt of a call (/calls/PBX/LINKEDID) or a ticket (/tickets/NUMBER). What the API answers is only ever
// set as text. The token stays in this tab and is sent to this service alone.
"use strict";

const zh = (navigator.languages || [navigator.language]).some((one) => one.toLowerCase().startsWith("zh"));
const say = (english, chinese) => (zh ? chinese : english);
const TOKEN = "thirdring-token";
const page = document.getElementById("page");

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  if (text !== undefined && text !== null) made.textContent = String(text);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function clock(instant) {
  return instant === null ? "–" : new Date(instant).toLocaleString(zh ? "zh-CN" : "en-GB", { hour12: false });
}

function facts(pairs) {
  const list = element("dl");
  for (const [name, value] of pairs) {
    if (value === null || value === undefined || value === "") continue;
    list.append(element("dt", name), element("dd", value));
  }
  return list;
}

function table(heads, rows) {
  const made = element("table");
  const top = made.createTHead().insertRow();
  for (const head of heads) top.append(element("th", head, { scope: "col" }));
  const body = made.createTBody();
  for (const cells of rows) {
    const row = body.insertRow();
    for (const cell of cells) row.append(element("td", cell));
  }
  return made;
}

function kept(receipt) {
  if (receipt.within_target === true) return ["fine", say("In time", "按时接听")];
  if (receipt.within_target === false) return ["missed", say("Missed the target", "未达标")];
  return ["", say("Not counted", "不计入考核")];
}

function receipt(told) {
  const [tone, verdict] = kept(told);
  const rule = told.rule;
  page.replaceChildren(
    element("h1", say("Receipt of a call", "来电判定依据")),
    element("p", told.sentence, { class: `sentence ${tone}`, "data-test": "receipt-sentence" }),
    facts([
      [say("Verdict", "判定"), verdict],
      [say("Rings", "振铃声数"), told.rings],
      [say("Ringing", "振铃时长"), say(`${told.ring_seconds.toFixed(3)} s`, `${told.ring_seconds.toFixed(3)} 秒`)],
      [say("Limit", "时限"), say(`ring ${rule.rings_within}: below ${rule.limit_seconds} s`, `${rule.rings_within} 声内：少于 ${rule.limit_seconds} 秒`)],
      [say("Rule", "口径"), `${rule.name} v${rule.version}`],
      [say("Measurement", "记录方式"), told.measurement],
      [say("Call", "通话编号"), told.id],
    ]),
    element("h2", say("The events that prove it", "证明它的事件")),
    table(
      [say("Time", "时间"), say("Event", "事件"), say("Device", "设备"), say("What it changed", "作用"), "#"],
      told.events.map((one) => [one.at, one.event, one.device, one.effect, one.position]),
    ),
  );
}

function ticket(told) {
  page.replaceChildren(
    element("h1", `${say("Ticket", "工单")} ${told.number}`),
    element("p", told.title || told.category, { class: told.breached ? "sentence missed" : "sentence" }),
    facts([
      [say("Status", "状态"), told.status],
      [say("Category", "类别"), told.category],
      [say("Place", "房号"), told.place],
      [say("Assignee", "处理人"), told.assignee],
      [say("Trade", "工种"), told.trade],
      [say("Opened", "受理时间"), clock(told.opened_at)],
      [say("Due", "到期"), clock(told.due_at)],
      [say("Resolved", "办结时间"), clock(told.resolved_at)],
      [say("Resolution", "处理结果"), told.resolution],
      [say("Rating", "评价"), told.rating],
    ]),
    element("h2", say("Its calls", "相关来电")),
    links(told.calls),
    element("h2", say("Its history", "经过")),
    table(
      [say("Time", "时间"), say("Who", "人员"), say("What", "操作"), say("Why", "原因")],
      told.history.map((one) => [clock(one.at), one.who, one.what, one.why]),
    ),
  );
}

function links(ids) {
  const list = element("p");
  for (const id of ids) {
    const at = id.indexOf("/");
    const [pbx, linkedid] = [id.slice(0, at), id.slice(at + 1)].map(encodeURIComponent);
    list.append(element("a", id, { href: `/calls/${pbx}/${linkedid}` }), " ");
  }
  return list;
}

function ask(problem) {
  const form = element("form");
  const field = element("input", null, { type: "password", name: "token", autocomplete: "off", required: "" });
  const label = element("label", say("Token: ", "令牌："));
  label.append(field);
  form.append(
    element("h1", "Third Ring"),
    element("p", say(
      "This page shows what a token of yours may read. An administrator makes one: ./run token create --role manager. It is kept until this tab is closed.",
      "此页面显示您的令牌可查看的内容。令牌由管理员生成：./run token create --role manager；关闭标签页后即清除。",
    )),
  );
  if (problem) form.append(element("p", problem, { class: "problem", role: "alert" }));
  form.append(label, element("button", say("Show", "查看"), { type: "submit" }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sessionStorage.setItem(TOKEN, field.value.trim());
    show();
  });
  page.replaceChildren(form);
  field.focus();
}

const READ = [
  [/^\/calls\/([^/]+)\/([^/]+)$/, ([pbx, linkedid]) => `/api/v1/calls/${pbx}/${linkedid}/receipt?lang=${say("en", "zh")}`, receipt],
  [/^\/tickets\/([^/]+)$/, ([number]) => `/api/v1/tickets/${number}`, ticket],
];

async function show() {
  const token = sessionStorage.getItem(TOKEN);
  if (!token) return ask("");
  for (const [shape, path, draw] of READ) {
    const found = shape.exec(location.pathname);
    if (!found) continue;
    try {
      const answer = await fetch(path(found.slice(1)), { headers: { Authorization: `Bearer ${token}` } });
      const told = await answer.json();
      if (answer.ok) return draw(told);
      if (answer.status === 401) sessionStorage.removeItem(TOKEN);
      return ask(told.detail || told.title);
    } catch {
      return ask(say("The service does not answer. Try again in a moment.", "系统没有应答，请稍后再试。"));
    }
  }
}

show();
