// A script as it is spoken: the line under way is marked, the presenter's mouth follows the sound. `lines` and
// `presenter` are HTML in which the server has escaped every word (assistant/web/explain_html.py).
const EVERY = 40; // milliseconds, a frame of the movements
const BLINK = 4.2; // seconds between two blinks
const still = window.matchMedia("(prefers-reduced-motion: reduce)");

function sound(root) {
  return document.querySelector(`.st-key-${root.unaSound} audio`);
}

function one(root, prefix, chosen) {
  const name = `una${prefix}`;
  if (root[name] === chosen) return;
  root[name] = chosen;
  for (const part of root.querySelectorAll(`[id^="${prefix}-"]`)) {
    part.style.display = part.id === `${prefix}-${chosen}` ? "inline" : "none";
  }
}

function mark(root, number) {
  if (root.unaLine === number) return;
  root.unaLine = number;
  for (const line of root.querySelectorAll("[data-line]")) {
    const now = Number(line.dataset.line) === number;
    line.classList.toggle("una-now", now);
    if (now) line.setAttribute("aria-current", "true");
    else line.removeAttribute("aria-current");
    if (now) line.scrollIntoView({ block: "nearest", behavior: still.matches ? "auto" : "smooth" });
  }
}

function look(root) {
  const motion = root.unaMotion;
  const audio = sound(root);
  if (!motion || !audio) return;
  const at = audio.currentTime;
  const heard = motion.timings.filter((timing) => timing.start <= at && at < timing.end + 0.7).pop();
  mark(root, audio.paused && !at ? 0 : heard ? heard.line : 0);
  if (still.matches) return;
  one(root, "mouth", audio.paused ? "M" : motion.mouths[Math.floor(at * motion.frames)] || "M");
  const since = at % BLINK;
  one(root, "eyes", !audio.paused && since < 0.12 ? "closed" : !audio.paused && since < 0.2 ? "half" : "open");
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = child(parentElement, "una-stage");
  root.classList.toggle("una-with-presenter", Boolean(data.presenter));
  put(child(root, "una-presenter"), data.presenter);
  put(child(root, "una-lines-said"), data.lines);
  root.unaMotion = data.motion;
  root.unaSound = data.sound;
  root.onclick = (event) => {
    const pressed = event.target.closest("[data-mark]");
    if (pressed) {
      setTriggerValue("opened", Number(pressed.dataset.mark));
      return;
    }
    const said = event.target.closest("[data-say]");
    const audio = sound(root);
    const timing = said && root.unaMotion?.timings.find((each) => each.line === Number(said.dataset.say));
    if (timing && audio) audio.currentTime = timing.start;
  };
  clearInterval(root.unaClock);
  root.unaClock = data.motion ? setInterval(() => (root.isConnected ? look(root) : clearInterval(root.unaClock)), EVERY) : 0;
}
