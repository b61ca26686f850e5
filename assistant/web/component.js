// What every component of the page's own does (web/component.py puts it before each script).

function child(parent, name) {
  let found = parent.querySelector(`:scope > .${name}`);
  if (!found) {
    found = document.createElement("div");
    found.className = name;
    parent.append(found);
  }
  return found;
}

function put(element, html) {
  if (element.unaHtml === html) return; // untouched: whoever has the focus in it keeps it
  element.unaHtml = html;
  element.innerHTML = html;
}
