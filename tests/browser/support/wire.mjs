// A wire between the browser and the application that can be cut. Unlike Playwright's setOffline the browser is told nothing: it only notices that
// nothing answers, as on a train.
import { connect, createServer } from "node:net";

export async function layWire(port) {
  const open = new Set();
  let whole = true;
  const server = createServer((near) => {
    if (!whole) { near.destroy(); return; }
    const far = connect(port, "127.0.0.1");
    for (const [end, other] of [[near, far], [far, near]]) {
      open.add(end);
      end.on("error", () => {});
      end.on("close", () => { open.delete(end); other.destroy(); });
      end.pipe(other);
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const cut = () => { whole = false; for (const end of open) end.destroy(); };
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    cut,
    mend: () => { whole = true; },
    remove: () => { cut(); server.close(); },
  };
}
