// Autosave and live updates for text that several people write, and a question before sign-out.
// Without this file every form still posts as a whole. All words come from the page (data-text-*, <template>).
// A save is one field: {field, value, rev, save_id}. The id belongs to the text and is sent again until it is answered.
"use strict";

// What this tab keeps of text the server has not confirmed. A tab that cannot store (full, forbidden) still saves.
const kept = {
  get(key) { try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; } },
  set(key, entry) { try { sessionStorage.setItem(key, JSON.stringify(entry)); } catch { this.remove(key); } },
  remove(key) { try { sessionStorage.removeItem(key); } catch { /* nothing was kept */ } },
  keys() { try { return Object.keys(sessionStorage).filter((key) => key.startsWith("kd:")); } catch { return []; } },
};

const AFTER_KEY = 1200;      // save this long after the last key
const SOON = 300;            // what was left over from the last save
const AT_LEAST = 10_000;     // and at least this often while somebody writes without a pause
const TIMEOUT = 15_000;
const RETRY_FIRST = 2000, RETRY_MAX = 60_000;
const PRESENCE = 20_000;
let lastSaved = Date.now();  // when the page came, or something of it was last saved
const KEEPALIVE_LIMIT = 60_000; // browsers refuse more than 64 KiB of keepalive requests at a time

// One field: a text area, or a fieldset of radio buttons or check boxes. It owns its revision and its unsent text.
class Field {
  constructor(element, form, storageKey) {
    this.element = element;
    this.name = element.dataset.field;
    this.key = storageKey;
    const part = (kind) => form.querySelector(`[data-${kind}-for="${CSS.escape(this.name)}"]`);
    this.status = part("status");
    this.conflictPlace = part("conflict");
    this.cowriter = part("cowriter");
    this.revInput = part("rev");
    this.error = part("error");
    this.printCopy = element.nextElementSibling?.matches(".print-only") ? element.nextElementSibling : null;
    this.boxes = element.matches("fieldset") ? [...element.querySelectorAll("input[type=radio],input[type=checkbox]")] : null;

    this.setRev(Number(element.dataset.rev));
    // What the server sent, not what already stands there: somebody may have typed before this file arrived.
    this.base = this.boxes ? codes(this.boxes.filter((box) => box.defaultChecked)) : element.defaultValue ?? element.value;
    // A page that answers a refused form shows an error or a conflict beside text that is not stored: that text waits
    // for a change or a new press.
    this.unstored = [this.error, this.conflictPlace].some((place) => place && !place.hidden);
    if (this.unstored) this.base = undefined;
    this.draft = null;       // {value, rev, id}: the newest unsent text
    this.doubt = null;       // {value, rev, id}: was sent, the answer never came; must be settled before anything newer
    this.flight = null;      // the entry being sent now
    this.safe = false;       // that request outlives the page
    this.conflict = null;    // the server's answer, until the writer has chosen
    this.refused = this.unstored ? this.value : null; // a value the server will not take; not sent again until it changes
    this.newer = null;       // a later revision seen on the stream while this field was busy
    this.problem = null;     // {state, text}: stands until it is solved
    this.note = null;        // {state, text}: shown instead of «saving»
    this.stored = this.status?.textContent.trim() ?? ""; // what to say when the stored text stands in the field
  }

  get value() {
    if (!this.boxes) return this.element.value;
    return codes(this.boxes.filter((box) => box.checked));
  }

  set value(text) {
    if (this.boxes) {
      const chosen = text.split(",");
      for (const box of this.boxes) box.checked = chosen.includes(box.value);
      return;
    }
    const field = this.element;
    if (field.value === text) return;
    if (document.activeElement !== field || field.selectionStart == null) { field.value = text; return; }
    // Keep the caret where it stands in the text, also when a colleague wrote in front of it.
    const old = field.value, grown = text.length - old.length, same = commonStart(old, text);
    const move = (at) => (at <= same ? at : Math.max(same, at + grown));
    const caret = [move(field.selectionStart), move(field.selectionEnd)];
    field.value = text;
    field.setSelectionRange(...caret);
  }

  // The words a reader sees for a stored value.
  describe(text) {
    if (!this.boxes) return text;
    const chosen = text.split(",");
    return this.boxes.filter((box) => chosen.includes(box.value)).map((box) => words(box.labels[0])).join(", ");
  }

  get unsent() { return this.value !== this.base || this.doubt !== null || this.flight !== null; }

  setRev(rev) {
    this.rev = rev;
    this.element.dataset.rev = rev;
    if (this.revInput) this.revInput.value = rev;
  }

  // Remember the present text with the revision it builds on. The id belongs to this very text.
  keep() {
    const value = this.value;
    if (this.unstored && value === this.refused) return;
    if (value === this.base && !this.doubt && !this.flight) this.draft = null;
    else if (this.draft?.value !== value || this.draft.rev !== this.rev) this.draft = { value, rev: this.rev, id: crypto.randomUUID() };
    this.store();
  }

  store() {
    if (!this.key) return;
    const doubt = this.flight ?? this.doubt, draft = this.draft ?? doubt;
    if (draft) kept.set(this.key, doubt && doubt.id !== draft.id ? { ...draft, doubt } : { ...draft });
    else kept.remove(this.key);
  }

  // The stored text stands in the field, and nothing is the matter with it.
  rest(stored = this.stored) {
    this.stored = stored;
    this.problem = this.note = this.refused = null;
    this.element.removeAttribute("aria-invalid");
    hide(this.error);
  }
}

const words = (label) => [...label?.childNodes ?? []].map((node) => node.textContent.trim()).join(" ").trim();
const codes = (boxes) => boxes.map((box) => box.value).join(",");

const STATES = ["ok", "saving", "offline", "bad", "info"]; // classes with an icon each in app.css

function showStatus(place, state, content) {
  if (!place) return;
  place.classList.remove(...STATES);
  if (content[0]) place.classList.add(state);
  place.replaceChildren(...content);
}

function hide(place) {
  if (!place) return;
  place.hidden = true;
  place.replaceChildren();
}

function commonStart(a, b) {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return at;
}

// Shows `text` in `place` with the words that differ from `other` marked.
function showDifference(place, text, other) {
  const words = text.split(/(\s+)/), others = other.split(/(\s+)/);
  let start = 0, end = 0;
  while (start < words.length && words[start] === others[start]) start += 1;
  while (end < Math.min(words.length, others.length) - start && words.at(-1 - end) === others.at(-1 - end)) end += 1;
  const stop = words.length - end, mark = document.createElement("mark");
  mark.textContent = words.slice(start, stop).join("");
  place.replaceChildren(words.slice(0, start).join(""), ...(mark.textContent ? [mark] : []), words.slice(stop).join(""));
}

// A stored text can hold the line ends of another system; a text area never does.
const plain = (text) => String(text ?? "").replace(/\r\n?/g, "\n");
const parse = (text) => { try { return JSON.parse(text); } catch { return null; } };

function showTexts(texts) {
  for (const [id, text] of Object.entries(texts ?? {})) {
    const place = document.getElementById(id);
    if (place) place.textContent = text;
  }
}

function showProgress(progress) {
  if (progress) for (const bar of document.querySelectorAll("progress[data-progress]")) Object.assign(bar, progress);
}

// ---------------------------------------------------------------------------------------------- the writing form

function startWriting(form) {
  const data = form.dataset;
  form.autocomplete = "off"; // or a browser would put old text back after a reload, beside newer revisions
  const sealed = "formSealed" in data; // a sealed talk leaves nothing in the browser
  const fields = new Map();
  for (const element of form.querySelectorAll("[data-field]")) {
    const key = sealed ? null : `kd:${data.person}:${data.save}:${element.dataset.field}`;
    fields.set(element.dataset.field, new Field(element, form, key));
  }
  const timers = new Map(); // field -> {timer, since}
  const saving = { state: "saving", text: data.textSaving };
  let retryTimer = 0, failures = 0, inKeepalive = 0, leaving = false;
  const refusedPage = [...fields.values()].some((field) => field.unstored);
  let insist = refusedPage; // the next press sends the form as it stands
  let trouble = null; // {state, text}: no answer from the server, or signed out; concerns every unsent field
  let closed = null;  // {state, text}: the part was delivered or is gone

  const fieldOf = (target) => fields.get(target.closest?.("[data-field]")?.dataset.field);
  const unsent = () => [...fields.values()].filter((field) => field.unsent);

  // ---- what the writer is told: at each field, and in the save bar for all of them. The bar is seen at all times but
  // spoken only when the page goes from saved to not saved or back, so the live region is a node of its own.
  const bar = form.querySelector("[data-savebar]") ?? document.querySelector("[data-savebar]");
  const voice = document.createElement("span");
  voice.className = "ds-sr-only";
  voice.setAttribute("role", "status");
  bar?.removeAttribute("role");
  (bar ?? form).after(voice);
  let spoken = "ok", allSaved = bar?.textContent.trim() || data.textAllSaved;

  function show(place, { state, text, signIn }) {
    const content = [text];
    if (signIn && data.signInUrl) {
      const link = document.createElement("a");
      Object.assign(link, { className: "ds-link", href: data.signInUrl, target: "_blank", rel: "noopener", textContent: data.textSignIn });
      content.push(" ", link);
    }
    showStatus(place, state, content);
  }

  function draw(field) {
    const matter = field.problem ?? (field.unsent ? closed ?? trouble ?? field.note ?? saving : { state: "ok", text: field.stored });
    // A refusal stands in the field's own place for errors; it is not said twice.
    show(field.status, field.refused !== null && field.error ? { state: "bad", text: "" } : matter);
    drawBar();
  }

  function drawBar() {
    const waiting = unsent(), worst = closed ?? trouble ?? waiting.find((field) => field.problem)?.problem;
    const matter = worst ?? (waiting.length ? saving : { state: "ok", text: allSaved });
    show(bar, matter);
    if (matter === saving) return;
    if (matter.state === "ok") insist = false;
    const now = matter.state === "ok" ? "ok" : matter.text;
    if (now !== spoken) { spoken = now; voice.textContent = matter.text; }
  }

  const drawAll = () => { for (const field of fields.values()) if (field.unsent) draw(field); drawBar(); };

  // ---- sending

  function later(field, delay) {
    const now = Date.now(), since = timers.get(field)?.since ?? now;
    clearTimeout(timers.get(field)?.timer);
    timers.set(field, { since, timer: setTimeout(save, Math.max(0, Math.min(delay, since + AT_LEAST - now)), field) });
  }

  function cancel(field) {
    clearTimeout(timers.get(field)?.timer);
    timers.delete(field);
  }

  const blocked = (field) => field.flight || field.conflict || closed || retryTimer || trouble?.signIn;

  async function save(field) {
    cancel(field);
    if (blocked(field)) return;
    field.keep();
    const entry = field.doubt ?? field.draft;
    if (!entry || entry.value === field.refused) return;
    field.doubt = null;
    field.flight = entry;
    field.store();
    draw(field);

    const body = new URLSearchParams({ field: field.name, value: entry.value, rev: entry.rev, save_id: entry.id }).toString();
    field.safe = inKeepalive + body.length < KEEPALIVE_LIMIT;
    const taken = field.safe ? body.length : 0;
    inKeepalive += taken;
    let response = null, answer = null;
    try {
      response = await fetch(data.save, {
        method: "POST", body, keepalive: field.safe, redirect: "manual", credentials: "same-origin", signal: AbortSignal.timeout(TIMEOUT),
        headers: { "Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json", "X-Requested-With": "fetch", "X-Person": data.person ?? "" },
      });
      answer = parse(await response.text());
    } catch { response = null; }
    inKeepalive -= taken;
    field.flight = null;
    const status = response === null ? 0 : response.type === "opaqueredirect" ? 401 : response.status;

    if (status === 200 && answer?.rev != null) saved(field, entry, answer);
    else if (status === 409 && answer?.rev != null) {
      answer.value = plain(answer.value);
      if (answer.value === entry.value) saved(field, entry, answer); // somebody wrote the very same
      else openConflict(field, answer);
    } else if (status === 401 || status === 403) {
      field.doubt = entry;
      trouble = { state: "bad", text: (status === 403 && answer?.message) || data.textSignedOut, signIn: true };
    } else if ([404, 409, 410].includes(status)) stop(answer?.message ?? data.textFailed);
    else if (status >= 400 && status < 500 && ![408, 425, 429].includes(status)) refuse(field, entry, answer?.message ?? data.textFailed);
    else {
      field.doubt = entry; // perhaps it arrived, perhaps not: the same id asks again
      trouble ??= { state: "offline", text: data.textOffline };
      retryLater(Number(response?.headers.get("Retry-After")) || 0);
    }
    field.keep();
    drawAll();
    draw(field);
  }

  function saved(field, entry, answer) {
    failures = 0;
    lastSaved = Date.now();
    trouble = null;
    field.setRev(Number(answer.rev));
    field.base = entry.value;
    field.rest(answer.status ?? "");
    if (field.unstored) hide(field.conflictPlace);
    field.unstored = false;
    allSaved = answer.all ?? data.textAllSaved;
    showTexts(answer.texts);
    showProgress(answer.progress);
    field.keep();
    if (field.unsent) { if (!timers.has(field)) later(field, SOON); } else takeNewer(field);
  }

  function refuse(field, entry, text) {
    field.refused = entry.value;
    field.problem = { state: "bad", text };
    if (!field.boxes) field.element.setAttribute("aria-invalid", "true");
    if (field.error) {
      field.error.textContent = text;
      field.error.hidden = false;
    }
    const id = (field.error ?? field.status)?.id;
    if (id) {
      const ids = (field.element.getAttribute("aria-describedby") ?? "").split(/\s+/).filter((other) => other && other !== id);
      field.element.setAttribute("aria-describedby", [...ids, id].join(" "));
    }
    if (field.value !== entry.value && !timers.has(field)) later(field, SOON);
  }

  function retryLater(seconds) {
    if (retryTimer) return;
    const wait = Math.max(seconds * 1000, Math.min(RETRY_MAX, RETRY_FIRST * 2 ** failures));
    failures += 1;
    retryTimer = setTimeout(retry, wait * (0.75 + Math.random() / 2));
  }

  function retry() {
    clearTimeout(retryTimer);
    retryTimer = 0;
    return saveAll();
  }

  const saveAll = () => Promise.all(unsent().map(save));

  // Sends everything and waits for the answers, also to what was under way already.
  async function settle() {
    const end = Date.now() + TIMEOUT;
    await retry();
    while (Date.now() < end && unsent().some((field) => field.flight || (!blocked(field) && field.value !== field.refused))) {
      await new Promise((go) => setTimeout(go, 50));
      await saveAll();
    }
  }

  // The part was delivered or is gone: nothing more is saved, and nothing that was written disappears.
  function stop(text) {
    hangUp();
    closed = { state: unsent().length ? "bad" : "info", text };
    for (const field of fields.values()) {
      if (field.boxes) field.element.disabled = true; else field.element.readOnly = true;
    }
    drawAll();
  }

  // ---- conflict: both texts, three choices, nothing is sent before one is made

  function openConflict(field, answer) {
    field.conflict = answer;
    field.problem = { state: "bad", text: data.textConflict };
    const template = document.getElementById("conflict-template"), place = field.conflictPlace;
    if (!template || !place) return;
    place.replaceChildren(template.content.cloneNode(true));
    place.hidden = false;
    const fill = (name, text) => { for (const node of place.querySelectorAll(`[data-conflict-${name}]`)) node.textContent = text ?? ""; };
    fill("message", answer.message);
    fill("by", answer.by);
    fill("at", answer.at);
    drawConflict(field);
    for (const button of place.querySelectorAll("[data-conflict-choice]")) {
      if (button.dataset.conflictChoice === "both") button.hidden = field.boxes?.[0]?.type === "radio";
      button.addEventListener("click", () => choose(field, button.dataset.conflictChoice));
    }
  }

  // The writer may go on writing while the panel is open.
  function drawConflict(field) {
    const mine = field.describe(field.value), theirs = field.describe(field.conflict.value);
    for (const node of field.conflictPlace?.querySelectorAll("[data-conflict-mine]") ?? []) showDifference(node, mine, theirs);
    for (const node of field.conflictPlace?.querySelectorAll("[data-conflict-theirs]") ?? []) showDifference(node, theirs, mine);
  }

  function choose(field, choice) {
    const place = field.conflictPlace, mine = field.value;
    // A still later text may have come while the panel stood open; then that is what the other wrote.
    const theirs = choice === "theirs" && field.newer?.rev > field.conflict.rev ? field.newer : field.conflict;
    const leftover = choice === "theirs" ? place.querySelector("[data-conflict-kept]") : null;
    field.conflict = null;
    field.setRev(Number(theirs.rev));
    field.base = theirs.value;
    field.rest(theirs.status ?? "");
    if (choice === "theirs") {
      field.value = theirs.value;
      field.base = field.value;
    }
    if (choice === "both") field.value = field.boxes ? `${mine},${theirs.value}` : `${mine}\n\n${theirs.value}`;
    for (const node of leftover?.querySelectorAll("[data-conflict-mine]") ?? []) node.textContent = field.describe(mine);
    if (leftover) leftover.hidden = false;
    place.replaceChildren(...(leftover ? [leftover] : []));
    place.hidden = !leftover;
    (field.boxes?.find((box) => box.checked) ?? field.boxes?.[0] ?? field.element).focus();
    field.keep();
    takeNewer(field);
    draw(field);
    if (choice === "mine") save(field); else if (field.unsent) later(field, AFTER_KEY);
  }

  // ---- what the writer does

  form.addEventListener("input", (event) => {
    const field = fieldOf(event.target);
    if (!field || closed) return;
    field.keep();
    if (field.conflict) { drawConflict(field); draw(field); return; }
    if (field.unsent) later(field, AFTER_KEY);
    else { // typed and taken back: the stored text stands there again
      cancel(field);
      field.rest();
      takeNewer(field);
    }
    draw(field);
  });
  for (const moment of ["change", "focusout"]) {
    form.addEventListener(moment, (event) => {
      const field = fieldOf(event.target);
      if (field?.unsent && !closed) save(field);
    });
  }

  const comeBack = () => {
    if (document.visibilityState === "hidden") return;
    if (trouble?.signIn) { trouble = null; saveAll(); }
  };
  document.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? saveAll() : comeBack()));
  addEventListener("focus", comeBack);
  addEventListener("online", retry);
  addEventListener("beforeunload", (event) => {
    if (leaving) return;
    saveAll();
    // A text on its way in a request that outlives the page is no reason to stop anybody.
    if (unsent().some((field) => !field.safe || trouble || field.flight?.value !== field.value)) event.preventDefault();
  });
  addEventListener("beforeprint", () => {
    for (const field of fields.values()) if (field.printCopy) field.printCopy.textContent = field.value;
  });

  // A whole form is sent when its fields are saved, so that it carries the right revisions. If that fails the writer
  // sees why and stays; a second press sends the form all the same, and the server sorts it out.
  form.addEventListener("submit", async (event) => {
    if (insist || unsent().length === 0) { leaving = true; return; }
    event.preventDefault();
    const button = event.submitter;
    await settle();
    insist = true;
    const stuck = unsent();
    if (stuck.length === 0) form.requestSubmit(button);
    const asking = stuck.find((field) => field.problem);
    if (asking) (asking.conflictPlace?.querySelector("button") ?? asking.boxes?.[0] ?? asking.element).focus();
  });

  // ---- unsent text from an earlier page comes back with the revision it was written on, never with this page's
  for (const field of fields.values()) {
    if (field.unstored) {
      field.problem = { state: "bad", text: field.error?.textContent.trim() || data.textConflict };
      drawBar();
      continue;
    }
    const entry = field.key && kept.get(field.key);
    if (!entry || entry.value === field.base) {
      field.keep();
      if (field.unsent) { draw(field); later(field, SOON); }
      continue;
    }
    if (entry.rev < field.rev) field.newer = { rev: field.rev, value: field.base, status: field.stored };
    field.doubt = entry.doubt ?? null;
    field.draft = { value: entry.value, rev: entry.rev, id: entry.id };
    field.setRev(entry.rev);
    field.value = entry.value;
    field.note = { state: "saving", text: data.textRestored };
    draw(field);
    later(field, SOON);
  }

  // ---- what colleagues do

  // A field somebody is writing in is left alone; the newer text is taken when the field is at rest.
  function takeNewer(field) {
    const newer = field.newer;
    if (!newer) return;
    if (newer.rev <= field.rev) { field.newer = null; return; }
    if (field.unsent || field.conflict) return;
    field.newer = null;
    field.value = newer.value;
    field.base = field.value;
    field.setRev(newer.rev);
    field.rest(newer.status ?? "");
    draw(field);
  }

  const heard = {
    field({ field: name, rev, value, status }) {
      const field = fields.get(name), newer = { rev: Number(rev), value: plain(value), status };
      if (!field || newer.rev <= field.rev || newer.rev <= field.newer?.rev) return;
      if (field.flight?.value === newer.value) return; // our own save, told here before it is answered
      field.newer = newer;
      takeNewer(field);
      if (!field.newer || field.problem || field.flight) return;
      field.note = { state: "info", text: data.textNewer };
      draw(field);
    },
    texts: showTexts,
    progress: showProgress,
    presence({ people = [], text = "", fields: lines }) {
      for (const place of document.querySelectorAll(".presence")) {
        place.hidden = !text;
        place.replaceChildren(span("faces", ...people.slice(0, 5).map((person, index) => face(person.initials, index))), span("", text));
      }
      for (const field of fields.values()) {
        const line = lines?.[field.name], writer = people.findIndex((person) => person.field === field.name);
        if (!field.boxes) field.element.classList.toggle("being-edited", Boolean(line));
        if (!field.cowriter) continue;
        field.cowriter.hidden = !line;
        field.cowriter.replaceChildren(...(writer < 0 ? [] : [face(people[writer].initials, writer)]), span("", line ?? ""));
      }
    },
    state({ message }) { stop(message); },
  };

  function span(className, ...content) {
    const node = document.createElement("span");
    node.className = className;
    node.append(...content);
    return node;
  }

  function face(initials, index) {
    const node = span(`face ${"abc"[index % 3]}`, initials);
    node.setAttribute("aria-hidden", "true");
    return node;
  }

  // The stream is open only while the page is seen: browsers allow six over HTTP/1.1. When it opens, the server tells
  // how the part stands now.
  let stream = null, streamTimer = 0, streamFailures = 0;
  function listen() {
    clearTimeout(streamTimer);
    if (!data.stream || closed || document.visibilityState === "hidden" || (stream && stream.readyState !== EventSource.CLOSED)) return;
    stream = new EventSource(data.stream);
    stream.addEventListener("open", () => { streamFailures = 0; });
    stream.addEventListener("error", () => {
      if (stream?.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
      streamFailures += 1;
      streamTimer = setTimeout(listen, Math.min(RETRY_MAX, RETRY_FIRST * 2 ** streamFailures) * (0.75 + Math.random() / 2));
    });
    for (const [name, hear] of Object.entries(heard)) {
      stream.addEventListener(name, (event) => { const told = parse(event.data); if (told) hear(told); });
    }
  }
  function hangUp() {
    clearTimeout(streamTimer);
    stream?.close();
    stream = null;
  }
  addEventListener("pagehide", hangUp);
  addEventListener("pageshow", () => { leaving = false; insist = refusedPage; listen(); });
  document.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? hangUp() : listen()));
  listen();

  // Where this writer is; told on the way in and out of a field and every 20 s, never waited for.
  let presenceTimer = 0;
  function tell() {
    if (!data.presence || closed || trouble?.signIn || document.visibilityState === "hidden") return;
    const field = fieldOf(document.activeElement ?? form);
    fetch(data.presence, {
      method: "POST", keepalive: true, redirect: "manual", credentials: "same-origin", body: new URLSearchParams({ field: field?.name ?? "" }),
      headers: { "Accept": "application/json", "X-Requested-With": "fetch" },
    }).catch(() => { /* the next one tells */ });
  }
  for (const moment of ["focusin", "focusout"]) {
    form.addEventListener(moment, () => { clearTimeout(presenceTimer); presenceTimer = setTimeout(tell, 250); });
  }
  setInterval(tell, PRESENCE);
  tell(); // somebody who only reads is here too

  return { unsent, settle, leave() { leaving = true; } };
}

// ------------------------------------------------------------------------------------------------------- sign-out

// Signing out with unsent text asks first, after one try to send it. What was kept is then removed from the tab.
function guardSignOut(form, writing) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (writing.unsent().length) await Promise.race([writing.settle(), new Promise((go) => setTimeout(go, 3000))]);
    if ((writing.unsent().length || kept.keys().length) && !confirm(form.dataset.textUnsent)) return;
    for (const key of kept.keys()) kept.remove(key);
    writing.leave();
    form.submit();
  });
}

// A form that is answered late says so. Where the page is shown again as it was left, nothing is under way any more.
for (const form of document.querySelectorAll("form[data-busy]")) {
  const say = (words) => { form.querySelector("[role=status]").textContent = words; };
  form.addEventListener("submit", () => say(form.dataset.busy));
  addEventListener("pageshow", () => say(""));
}

// «Skriv kven som lova kva» below a point goes to the form, which then is about that point.
for (const link of document.querySelectorAll("[data-agree]")) {
  link.addEventListener("click", () => { document.getElementById("avtale-punkt").value = link.dataset.agree; });
}

// What is marked in a text goes into the form for comments on it. A click takes away what is marked, so that it is read before.
for (const link of document.querySelectorAll("[data-passage-of]")) {
  const source = document.getElementById(link.dataset.passageOf);
  const passage = document.getElementById(`${link.dataset.passageOf}-u`);
  const marked = () => {
    if (source?.matches("textarea")) return source.value.slice(source.selectionStart, source.selectionEnd);
    const selection = getSelection();
    return source && selection.rangeCount && source.contains(selection.anchorNode) && source.contains(selection.focusNode) ? String(selection) : "";
  };
  let before = "";
  link.addEventListener("mousedown", () => { before = marked(); });
  link.addEventListener("click", (event) => {
    const words = [...(marked() || before).trim()].slice(0, 600).join("");
    before = "";
    if (!passage || !words) return;
    event.preventDefault();
    passage.value = words;
    passage.closest("details").open = true;
    // What opens slowly cannot be focused before it is seen.
    const comment = passage.form.elements.kommentar;
    const arrive = (tries) => {
      comment.focus();
      if (document.activeElement !== comment && tries > 0) setTimeout(arrive, 50, tries - 1);
    };
    arrive(20);
  });
}

document.querySelector("[data-focus]")?.focus(); // the summary of errors after a reload
// An old browser without these keeps the plain form.
const able = window.fetch && window.EventSource && crypto.randomUUID && AbortSignal.timeout && Array.prototype.at;
// A page can have more than one: the minutes, and a note of one's own beside them.
const forms = able ? [...document.querySelectorAll("form[data-save]")].map(startWriting) : [];
const writing = {
  unsent: () => forms.flatMap((form) => form.unsent()),
  settle: () => Promise.all(forms.map((form) => form.settle())),
  leave() { for (const form of forms) form.leave(); },
};
for (const form of document.querySelectorAll("form[data-sign-out]")) guardSignOut(form, writing);

// A sealed page does not stay on the screen: when nothing was saved for so long, what is written is sent, and the password asked for.
const sealedPage = document.querySelector("[data-lock-url]");
if (sealedPage) {
  const lock = async () => {
    if (Date.now() - lastSaved < Number(sealedPage.dataset.lockAfter) * 1000) return;
    if (able) await writing.settle();
    if (writing.unsent().length) return; // it stays where it is written until the server has it
    writing.leave();
    location.replace(sealedPage.dataset.lockUrl);
  };
  setInterval(lock, 5000);
  document.addEventListener("visibilitychange", lock); // a machine that slept
}

// A page that waits for others (data-again) looks after them: what has changed there is put in its place, and nothing else is touched.
const waiting = document.querySelectorAll("[data-again]");
if (waiting.length) {
  setInterval(async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(location.href, { headers: { accept: "text/html" } });
      if (!answer.ok) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const { id } of waiting) {
        const [here, there] = [document.getElementById(id), fresh.getElementById(id)];
        if (!there) location.reload();
        else if (here.innerHTML !== there.innerHTML) here.innerHTML = there.innerHTML;
      }
    } catch { /* away for a moment */ }
  }, 5000);
}
