/** Larger type for those who want it, remembered on this device. */

const KEY = "guide.large-type";

/** @param {HTMLElement} toggle a button with `aria-pressed` */
export function offerLargeType(toggle) {
  const apply = (large) => {
    document.documentElement.classList.toggle("large-type", large);
    toggle.setAttribute("aria-pressed", String(large));
  };
  apply(remembered());
  toggle.addEventListener("click", () => {
    const large = toggle.getAttribute("aria-pressed") !== "true";
    apply(large);
    remember(large);
  });
}

function remembered() {
  try {
    return localStorage.getItem(KEY) === "yes";
  } catch {
    return false;
  }
}

function remember(large) {
  try {
    localStorage.setItem(KEY, large ? "yes" : "no");
  } catch {
    // Storage is switched off: the choice lasts until the page is reloaded.
  }
}
