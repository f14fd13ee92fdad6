// A talk between two people, as both go through it with plain forms.
import { expect, PASSWORD } from "./test.mjs";

// Presses a button that sends a form, and waits for the page that comes.
export const press = (page, name) => Promise.all([page.waitForEvent("load"), page.getByRole("button", { name, exact: true }).click()]);

// The password, on the page that asks for it.
export async function unlock(page) {
  await page.getByLabel("Passord").fill(PASSWORD);
  await press(page, "Opne");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Skjerma samtalar");
}

// Arranges the first kind with the first person there is; its address.
export async function arrange(page, day) {
  await page.getByRole("radio", { name: /^Utviklingssamtale/ }).check();
  await page.getByRole("group", { name: "Kven er samtalen med?" }).getByRole("radio").first().check();
  await page.getByLabel("Dag").fill(day);
  await press(page, "Avtal samtalen");
  return new URL(page.url()).pathname;
}

// Signs what stands there.
export async function sign(page, url, talk) {
  await page.goto(`${url}${talk}/signering`);
  await page.getByLabel("Passordet ditt").fill(PASSWORD);
  await press(page, "Signer teksten");
}
