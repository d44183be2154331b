// Shows /messages and looks again every second and a half while somebody is watching.
const EVERY_MS = 1500;
const list = document.getElementById("messages");
const state = document.getElementById("state");
const names = {
  "command.confirmed": "Switched",
  "command.failed": "Not switched",
  "alarm.raised": "Alarm",
  "outage.confirmed": "Power cut",
  "outage.restored": "Power back",
};
let newest = 0;
let first = true;

function element(tag, text, className) {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

function card(message) {
  const item = document.createElement("li");
  item.dataset.kind = message.data.kind ?? "";
  if (!first) item.className = "new";
  const top = element("div", "", "top");
  const at = new Date(message.receivedAt);
  const time = element("time", at.toLocaleTimeString());
  time.dateTime = message.receivedAt;
  time.title = at.toLocaleString();
  top.append(element("span", names[message.data.kind] ?? "Meterhaus", "kind"), time);
  const more = document.createElement("details");
  const facts = document.createElement("dl");
  for (const [key, value] of [["token", message.token], ...Object.entries(message.data)]) {
    facts.append(element("dt", key), element("dd", value));
  }
  more.append(element("summary", "Details"), facts);
  item.append(top, element("h2", message.title), element("p", message.body), more);
  return item;
}

async function look() {
  try {
    const answer = await fetch("/messages", { cache: "no-store" });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    const { items } = await answer.json();
    if ((items[0]?.sequence ?? 0) < newest) list.replaceChildren(); // the receiver began anew
    const known = list.childElementCount === 0 ? 0 : newest;
    for (const item of items.filter((item) => item.sequence > known).reverse()) {
      list.prepend(card(item));
    }
    while (list.childElementCount > items.length) list.lastElementChild.remove();
    newest = items[0]?.sequence ?? 0;
    state.textContent = items.length === 0 ? "Waiting for the first message …" : "";
    first = false;
  } catch {
    state.textContent = "The receiver does not answer; trying again.";
  }
}

function tick() {
  const now = new Date();
  document.getElementById("clock").textContent =
    now.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  document.getElementById("date").textContent =
    now.toLocaleDateString([], { weekday: "long", day: "numeric", month: "long" });
}

setInterval(() => { if (!document.hidden) { tick(); look(); } }, EVERY_MS);
document.addEventListener("visibilitychange", () => { if (!document.hidden) { tick(); look(); } });
tick();
look();
