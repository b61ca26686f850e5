// Prose that grows sentence by sentence, with marks that open their source. `parts` and `after` are HTML in which
// the server has escaped every word of articles, models and users (assistant/web/render.py).
const COPIED_FOR = 2000; // milliseconds
const arrived = new Set(); // answers that were brought into view; from then on the reader scrolls

async function copy(text) {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea"); // plain http on the office network has no clipboard
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

function reveal(root, name) {
  if (!name || root.dataset.revealed === name) return;
  root.dataset.revealed = name;
  const panel = root.closest("[class*='st-key-source-panel']");
  const mark = root.querySelector("mark");
  if (!panel || !mark) {
    if (!arrived.has(name)) root.scrollIntoView({ block: "center" });
    arrived.add(name);
    return;
  }
  const above = mark.getBoundingClientRect().top - panel.getBoundingClientRect().top;
  panel.scrollTop += above - panel.clientHeight / 3;
  root.querySelector("h2")?.setAttribute("tabindex", "-1");
  root.querySelector("h2")?.focus({ preventScroll: true });
}

function say(root, data) {
  const said = child(root, "una-answer");
  said.setAttribute("aria-live", "polite");
  said.classList.toggle("una-live", data.live);
  data.parts.forEach((html, index) => {
    if (!said.children[index]) said.append(document.createElement("span"));
    put(said.children[index], html);
  });
  while (said.children.length > data.parts.length) said.lastElementChild.remove();
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = child(parentElement, "una-prose");
  root.setAttribute("aria-busy", data.live ? "true" : "false");
  put(child(root, "una-head"), data.head);
  if (data.parts.length || data.live) say(root, data);
  put(child(root, "una-after"), data.after);
  root.onclick = async (event) => {
    const mark = event.target.closest("[data-mark]");
    if (mark) setTriggerValue("opened", Number(mark.dataset.mark));
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    await copy(data.copied);
    const label = button.textContent;
    button.textContent = "已复制";
    setTimeout(() => { button.textContent = label; }, COPIED_FOR);
  };
  reveal(root, data.reveal);
}
