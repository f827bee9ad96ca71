// Comfort for pages that work without it: keys, zoom, what is near a card, and what went wrong.

const GRAPH_KEYS = { ArrowRight: "after", ArrowLeft: "before", ArrowDown: "below", ArrowUp: "above" };
const ZOOM = { min: 0.2, max: 2, factor: 1.25, readable: 0.55 };
const state = { zoom: 1, scroll: null, drawing: null };

const find = (selector, within = document) => within.querySelector(selector);
const findAll = (selector, within = document) => [...within.querySelectorAll(selector)];
const canvas = () => find("#canvas");
const cards = () => findAll(".card", canvas());

function tell(...parts) {
  const told = find("#told");
  told.replaceChildren(...parts);
  told.classList.toggle("shown", parts.length > 0);
}

// What lies on the ways through a card.

function reached(start, from, to) {
  const ways = new Map();
  for (const edge of findAll(".edge", canvas())) {
    const list = ways.get(edge.dataset[from]) ?? [];
    list.push(edge.dataset[to]);
    ways.set(edge.dataset[from], list);
  }
  const found = new Set([start]);
  for (const id of found) for (const next of ways.get(id) ?? []) found.add(next);
  return found;
}

function near(card) {
  const graph = canvas();
  graph.classList.toggle("focusing", card !== null);
  const before = card && reached(card.dataset.id, "target", "source");
  const after = card && reached(card.dataset.id, "source", "target");
  for (const one of cards()) one.classList.toggle("near", Boolean(card) && (before.has(one.dataset.id) || after.has(one.dataset.id)));
  for (const edge of findAll(".edge", graph)) {
    const { source, target } = edge.dataset;
    edge.classList.toggle("near", Boolean(card) && ((before.has(source) && before.has(target)) || (after.has(source) && after.has(target))));
  }
}

// Keys: one stop for Tab among the cards, arrows between them.

function rove(to) {
  for (const card of cards()) card.tabIndex = card === to ? 0 : -1;
}

function middle(card) {
  const box = card.parentElement;
  return { x: Number(box.getAttribute("x")), y: Number(box.getAttribute("y")) };
}

function neighbour(card, way) {
  const id = card.dataset.id;
  if (way === "after" || way === "before") {
    const [from, to] = way === "after" ? ["source", "target"] : ["target", "source"];
    const ids = findAll(".edge", canvas()).filter((edge) => edge.dataset[from] === id).map((edge) => edge.dataset[to]);
    return cards().find((other) => ids.includes(other.dataset.id));
  }
  const here = middle(card);
  const sign = way === "below" ? 1 : -1;
  return cards()
    .filter((other) => (middle(other).y - here.y) * sign > 0)
    .sort((a, b) => distance(here, middle(a)) - distance(here, middle(b)))[0];
}

const distance = (a, b) => Math.abs(a.y - b.y) + 4 * Math.abs(a.x - b.x);

function onGraphKey(event, card) {
  const way = GRAPH_KEYS[event.key];
  if (way) {
    event.preventDefault();
    const next = neighbour(card, way);
    if (next) {
      rove(next);
      next.focus();
      next.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  } else if (event.key === "+") {
    const more = find("a.more", card.parentElement);
    if (more) more.click();
    else if (card.dataset.open) location.assign(card.dataset.open);
    else tell("Nothing is hidden beside this card.");
  }
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("input, textarea, select")) return;
  const card = event.target.closest?.("#canvas .card");
  if (event.key === "/") {
    event.preventDefault();
    find("#find").focus();
  } else if (event.key === "?") {
    find("#help").showModal();
  } else if (card) {
    onGraphKey(event, card);
  }
});

// Zoom: the drawing is scaled, the frame scrolls.

function zoomTo(zoom) {
  const graph = canvas();
  const drawing = find("svg", graph);
  const before = { x: (graph.scrollLeft + graph.clientWidth / 2) / state.zoom, y: (graph.scrollTop + graph.clientHeight / 2) / state.zoom };
  state.zoom = Math.min(ZOOM.max, Math.max(ZOOM.min, zoom));
  drawing.setAttribute("width", drawing.dataset.width * state.zoom);
  drawing.setAttribute("height", drawing.dataset.height * state.zoom);
  graph.scrollLeft = before.x * state.zoom - graph.clientWidth / 2;
  graph.scrollTop = before.y * state.zoom - graph.clientHeight / 2;
  overlook();
}

// The overview: where the window is in the drawing, and a way to put it elsewhere.

function overlook() {
  const graph = canvas();
  const map = find("#minimap");
  if (!graph || !map) return;
  const { width, height } = find("svg", graph).dataset;
  const sides = { width: graph.clientWidth / state.zoom, height: graph.clientHeight / state.zoom };
  map.toggleAttribute("hidden", sides.width >= width && sides.height >= height);
  const frame = { x: graph.scrollLeft / state.zoom, y: graph.scrollTop / state.zoom, ...sides };
  for (const [name, value] of Object.entries(frame)) find(".window", map).setAttribute(name, value);
}

function lookAt(event, map) {
  const graph = canvas();
  const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());
  graph.scrollLeft = x * state.zoom - graph.clientWidth / 2;
  graph.scrollTop = y * state.zoom - graph.clientHeight / 2;
}

for (const type of ["pointerdown", "pointermove"]) {
  document.addEventListener(type, (event) => {
    const map = event.target.closest?.("#minimap");
    if (map && event.buttons) lookAt(event, map);
  });
}
document.addEventListener("scroll", (event) => event.target === canvas() && overlook(), true);
addEventListener("resize", overlook);

function fitting() {
  const graph = canvas();
  const { width, height } = find("svg", graph).dataset;
  return Math.min(1, graph.clientWidth / width, graph.clientHeight / height);
}

const ACTIONS = {
  "zoom-in": () => zoomTo(state.zoom * ZOOM.factor),
  "zoom-out": () => zoomTo(state.zoom / ZOOM.factor),
  "zoom-fit": () => zoomTo(fitting()),
  help: () => find("#help").showModal(),
};

// With Shift, a card is the other end of the ways that are asked for; before htmx sees the click.
document.addEventListener("click", (event) => {
  const card = event.target.closest?.("#canvas .card");
  if (!card || !event.shiftKey) return;
  event.preventDefault();
  event.stopPropagation();
  const address = new URL(location.href);
  address.searchParams.set("to", card.dataset.id);
  location.assign(address);
}, true);

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button) ACTIONS[button.dataset.do]?.();
});

for (const [type, isOn] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
  document.addEventListener(type, (event) => {
    const card = event.target.closest?.("#canvas .card");
    if (card && canvas()) near(isOn ? card : null);
  });
}

document.addEventListener("wheel", (event) => {
  if (!event.ctrlKey || !event.target.closest?.("#canvas")) return;
  event.preventDefault();
  zoomTo(event.deltaY < 0 ? state.zoom * ZOOM.factor : state.zoom / ZOOM.factor);
}, { passive: false });

// A page, or a part of it, has come.

function settle() {
  for (const one of findAll("[data-do=help], [data-shown=module]")) one.hidden = false;
  const graph = canvas();
  if (!graph) return;
  const selected = find(".card.selected", graph) ?? find(".card", graph);
  rove(selected);
  const drawing = find("svg", graph).getAttribute("viewBox");
  if (state.drawing === drawing && state.scroll) {
    zoomTo(state.zoom);
    [graph.scrollLeft, graph.scrollTop] = state.scroll;
  } else {
    zoomTo(fitting() >= ZOOM.readable ? fitting() : 1);
    center(graph, selected);
  }
  state.drawing = drawing;
  overlook();
}

function center(graph, card) {
  const { x, y } = middle(card);
  graph.scrollLeft = (x + card.clientWidth / 2) * state.zoom - graph.clientWidth / 2;
  graph.scrollTop = (y + card.clientHeight / 2) * state.zoom - graph.clientHeight / 2;
}

document.addEventListener("htmx:beforeSwap", () => {
  const graph = canvas();
  if (graph) state.scroll = [graph.scrollLeft, graph.scrollTop];
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id !== "lineage") return;
  settle();
  const title = find("#details h2");
  if (title) tell();
});
document.addEventListener("htmx:historyRestore", () => {
  state.scroll = null;
  settle();
});
for (const type of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(type, (event) => {
    const again = document.createElement("a");
    again.href = event.detail.pathInfo?.requestPath ?? location.href;
    again.textContent = "Try again";
    tell("The server did not answer as it should. ", again);
  });
}

settle();
