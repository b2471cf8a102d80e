import assert from "node:assert/strict";
import Anthropic from "@anthropic-ai/sdk";
import { key, model, pixel, story, url, weatherSchema } from "./gateway.js";

const client = new Anthropic({ baseURL: url, apiKey: key, maxRetries: 0 });
const tools = [{ name: "get_weather", input_schema: weatherSchema }];

function ask(content, more = {}) {
  return { model, max_tokens: 100, messages: [{ role: "user", content }], ...more };
}

story("anthropic: plain", async () => {
  const answer = await client.messages.create(ask("Hello"));
  assert.deepEqual(
    answer.content.map((block) => block.text),
    ["Hello from upstream"],
  );
  assert.equal(answer.stop_reason, "end_turn");
  assert.equal(answer.usage.input_tokens, 7);
  assert.equal(answer.usage.cache_read_input_tokens, 4);
});

story("anthropic: stream", async () => {
  const stream = client.messages.stream(ask("Hello"));
  let text = "";
  stream.on("text", (piece) => (text += piece));
  const whole = await stream.finalMessage();
  assert.equal(text, "Hello from upstream");
  assert.equal(whole.content[0].text, text);
  assert.equal(whole.usage.output_tokens, 7);
});

story("anthropic: tools, there and back", async () => {
  const messages = [{ role: "user", content: "weather?" }];
  const first = await client.messages
    .stream({ model, max_tokens: 100, messages, tools })
    .finalMessage();
  const calls = first.content.filter((block) => block.type === "tool_use");
  assert.equal(first.stop_reason, "tool_use");
  assert.deepEqual(
    calls.map((call) => call.input),
    [{ city: "Rome" }, { city: "Oslo" }],
  );
  const last = await client.messages.create({
    model,
    max_tokens: 100,
    tools,
    messages: [
      ...messages,
      { role: "assistant", content: first.content },
      {
        role: "user",
        content: [
          { type: "tool_result", tool_use_id: calls[0].id, content: "sunny" },
          { type: "tool_result", tool_use_id: calls[1].id, content: "cold" },
        ],
      },
    ],
  });
  assert.equal(last.content[0].text, "It is sunny, cold");
});

story("anthropic: image", async () => {
  const source = { type: "base64", media_type: "image/png", data: pixel };
  const answer = await client.messages.create(
    ask([
      { type: "image", source },
      { type: "text", text: "What is it?" },
    ]),
  );
  assert.equal(answer.content[0].text, `An image of ${pixel.length} letters`);
});

story("anthropic: error classes", async () => {
  await assert.rejects(
    client.messages.create({ ...ask("Hello"), model: "nope" }),
    Anthropic.NotFoundError,
  );
  await assert.rejects(client.messages.create(ask("too many")), (error) => {
    assert.ok(error instanceof Anthropic.RateLimitError);
    assert.equal(error.error.error.type, "rate_limit_error");
    assert.equal(error.headers.get("retry-after"), "7");
    return true;
  });
  await assert.rejects(
    new Anthropic({ baseURL: url, apiKey: "sk-wrong", maxRetries: 0 }).messages.create(ask("x")),
    Anthropic.AuthenticationError,
  );
  await assert.rejects(
    client.messages.create({ ...ask("x"), messages: [{ role: "nobody", content: "x" }] }),
    Anthropic.BadRequestError,
  );
});

story("anthropic: a stream that breaks off is an error", async () => {
  await assert.rejects(
    client.messages.stream(ask("break off")).finalMessage(),
    Anthropic.APIError,
  );
});

story("anthropic: cancel", async () => {
  const stream = client.messages.stream(ask("wait"));
  stream.on("text", () => stream.abort());
  await assert.rejects(stream.finalMessage(), Anthropic.APIUserAbortError);
});

story("anthropic: counts tokens", async () => {
  const count = await client.messages.countTokens({
    model,
    messages: [{ role: "user", content: "Hello there" }],
  });
  assert.ok(count.input_tokens > 0);
});
