// The core with a keyboard alone: Tab, Space, Enter and the arrows.
import { expect, field, ownAssessment, PASSWORD, status, test } from "./support/test.mjs";

// What has the focus: whether it is seen (not scrolled away, not covered) and shows that it has it.
const focused = (page) => page.evaluate(() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const radio = element.matches("input[type=radio],input[type=checkbox]");
  // A link that runs over two lines has a box for each.
  const points = [...element.getClientRects()].flatMap((box) => [0.1, 0.5, 0.9].map((x) => [box.left + box.width * x, box.top + Math.min(box.height, 40) / 2]));
  const seen = points.some(([x, y]) => {
    const top = document.elementFromPoint(x, y);
    return top && (element.contains(top) || top.contains(element) && top.matches("label") || element.labels && [...element.labels].some((label) => label.contains(top)));
  });
  // The ring is an outline or a shadow, on the element or on what stands around it.
  // A link that is there only while it has the focus needs none.
  const ringed = element.matches(".ds-skip-link") || [element, ...(radio ? [element.closest(".ds-field")] : [])].filter(Boolean).some((node) => {
    const style = getComputedStyle(node);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  });
  const name = `${element.tagName.toLowerCase()} ${element.id || element.name || element.textContent.trim().slice(0, 40)}`;
  return { name, seen, ringed };
});

async function expectFocusSeen(page) {
  await page.evaluate(() => new Promise(requestAnimationFrame));
  const now = await focused(page);
  if (!now) return;
  expect(now, `focus on ${now.name}`).toMatchObject({ seen: true, ringed: true });
}

// Presses Tab until `locator` has the focus.
async function tabTo(page, locator, most = 120) {
  for (let pressed = 0; pressed < most; pressed += 1) {
    await page.keyboard.press("Tab");
    await expectFocusSeen(page);
    if (await locator.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`${locator} is not reached with ${most} presses of Tab`);
}

test("sign in, judge, write, save and deliver with the keyboard alone, the focus seen all the way", async ({ page, site }) => {
  const { rektor } = await site.municipality.school();
  await page.goto(`${site.nodes[0].url}/logg-inn`);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Hopp til hovedinnhold" })).toBeFocused();
  await expectFocusSeen(page);
  await tabTo(page, page.getByLabel("E-postadresse"));
  await page.keyboard.type(rektor.login);
  await page.keyboard.press("Tab");
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("link", { name: rektor.name }).first()).toBeAttached();

  const address = await ownAssessment(page);
  await page.goto(site.nodes[0].url + address);
  await tabTo(page, page.locator(`main a[href$="/del/laeringsmiljo"]`).first());
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Læringsmiljø");

  await tabTo(page, page.getByRole("radio").first());
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("radio", { name: /Godt i gang/ })).toBeChecked();
  await tabTo(page, field(page, "trygt.text"));
  await page.keyboard.type("Skrevet med tastaturet.");
  await expect(status(page, "trygt.text")).toHaveText(/^Lagret/);
  await tabTo(page, field(page, "medvirkning.text"));
  await page.keyboard.type("Også dette.");
  await tabTo(page, page.getByRole("button", { name: /Lagre og gå til del 2/ }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Læring");
  await tabTo(page, page.getByRole("radio").first());
  await page.keyboard.press("Space");
  await tabTo(page, field(page, "lesing.text"));
  await page.keyboard.type("Vi leser sammen.");
  await tabTo(page, page.getByRole("button", { name: "Lagre og se over" }));
  await page.keyboard.press("Enter");

  await expect(page).toHaveURL(/\/innsending$/);
  await tabTo(page, page.getByRole("textbox").first());
  await page.keyboard.type("Hele personalet, i fellestiden i februar.");
  await tabTo(page, page.getByRole("button", { name: /^Lever/ }));
  await page.keyboard.press("Enter");
  await expect(page.locator(".flash")).toContainText(/levert/i);
});

test("every stop of the writing page is seen when it has the focus, also in a narrow window", async ({ page, site }) => {
  const { rektor } = await site.municipality.school();
  await page.goto(`${site.nodes[0].url}/logg-inn`);
  await page.getByLabel("E-postadresse").fill(rektor.login);
  await page.getByLabel("Passord").fill(PASSWORD);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("link", { name: rektor.name }).first()).toBeAttached();
  const address = await ownAssessment(page);
  for (const size of [{ width: 1280, height: 700 }, { width: 320, height: 640 }]) {
    await page.setViewportSize(size);
    await page.goto(`${site.nodes[0].url}${address}/del/laeringsmiljo`);
    await tabTo(page, page.getByRole("link", { name: /Hjelp/ }).last());
  }
});
