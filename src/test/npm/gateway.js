// Where the gateway is, and what the tests of all clients share.
import { test } from "node:test";

function required(name) {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set; run this suite with: mvn -Pnpm verify`);
  }
  return value;
}

export const url = required("LLMGW_URL");
export const key = required("LLMGW_KEY");
export const model = "chat";

/** A single pixel. */
export const pixel =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

export const weatherSchema = {
  type: "object",
  properties: { city: { type: "string", description: "The city" } },
  required: ["city"],
};

/** A test that fails instead of waiting for ever. */
export function story(name, body) {
  test(name, { timeout: 20_000 }, body);
}
