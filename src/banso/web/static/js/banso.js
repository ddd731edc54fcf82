/* Small comforts. Every page works without them. */
"use strict";

/* A faulty form: take the reader to the list of faults. */
document.addEventListener("DOMContentLoaded", () => {
  document.querySelector(".errs")?.focus();
});

/* A form is sent once, and a file above the limit is not sent at all. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  for (const input of form.querySelectorAll("input[type=file][data-max-bytes]")) {
    const limit = Number(input.dataset.maxBytes);
    input.setCustomValidity([...input.files].some((file) => file.size > limit) ? input.dataset.tooLarge : "");
    if (!input.reportValidity()) {
      event.preventDefault();
      return;
    }
  }
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  leaving = true;
});
document.addEventListener("change", (event) => {
  if (event.target.type === "file") event.target.setCustomValidity("");
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  leaving = false;
});

/* Leaving a long form with unsent text asks first. */
let leaving = false;
window.addEventListener("beforeunload", (event) => {
  const changed = [...document.querySelectorAll("form[data-guard] :is(input, textarea)")].some(
    (input) => ["text", "textarea"].includes(input.type) && input.value !== input.defaultValue
  );
  if (changed && !leaving) event.preventDefault();
});

/* The menu closes on Escape and on a click beside it. */
document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && document.querySelector("details.menu[open]");
  if (open) {
    open.removeAttribute("open");
    open.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.removeAttribute("open");
  });
});

/* What is stored by itself: whoever was signed out meanwhile is told, and nothing is replaced. */
document.addEventListener("htmx:beforeSwap", (event) => {
  const { target, xhr } = event.detail;
  const signedOut = xhr.status === 403 || xhr.responseURL.includes("/account/");
  if (target?.dataset.signedOut && signedOut) {
    event.detail.shouldSwap = false;
    target.textContent = target.dataset.signedOut;
  }
});

/* Who has chosen among what was found while typing keeps the choice: an answer from before it is too late. */
document.addEventListener("htmx:beforeSwap", (event) => {
  const { target, requestConfig } = event.detail;
  const chosen = target?.dataset.found && target.querySelector("input:checked");
  if (chosen && requestConfig.parameters[chosen.name] !== chosen.value) event.detail.shouldSwap = false;
});

/* What is typed while a questionnaire stores itself stays: the questions that come back know only what was sent. */
const onTheWay = new WeakMap();
document.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.target.closest?.("form[data-answers]");
  if (form) onTheWay.set(form, new FormData(form));
});
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { target, fragment } = event.detail;
  const sent = onTheWay.get(target?.closest("form[data-answers]"));
  if (!sent) return;
  for (const field of target.querySelectorAll("input:not([type=hidden]), textarea, select")) {
    const fresh = [...fragment.querySelectorAll(`[name="${CSS.escape(field.name)}"]`)];
    if (["radio", "checkbox"].includes(field.type)) {
      if (field.checked === sent.getAll(field.name).includes(field.value)) continue;
      const same = fresh.find((other) => other.value === field.value);
      if (same) same.checked = field.checked;
    } else if (fresh.length && field.value !== (sent.get(field.name) ?? "")) {
      fresh[0].value = field.value;
    }
  }
});
