import assert from "node:assert/strict";
import { Ollama } from "ollama";
import { key, model, pixel, story, url, weatherSchema } from "./gateway.js";

function client(token = key) {
  return new Ollama({ host: url, headers: { Authorization: `Bearer ${token}` } });
}

const ollama = client();
const tools = [
  {
    type: "function",
    function: { name: "get_weather", description: "Weather", parameters: weatherSchema },
  },
];

function ask(content, more = {}) {
  return { model, messages: [{ role: "user", content }], ...more };
}

story("ollama: plain", async () => {
  const answer = await ollama.chat(ask("Hello"));
  assert.equal(answer.message.content, "Hello from upstream");
  assert.equal(answer.done_reason, "stop");
  assert.equal(answer.prompt_eval_count, 11);
  assert.ok(answer.eval_duration > 0);
});

story("ollama: stream", async () => {
  let text = "";
  let last;
  for await (const part of await ollama.chat(ask("Hello", { stream: true }))) {
    text += part.message.content;
    last = part;
  }
  assert.equal(text, "Hello from upstream");
  assert.equal(last.done, true);
  assert.equal(last.eval_count, 7);
});

story("ollama: generate", async () => {
  const answer = await ollama.generate({ model, prompt: "Hello" });
  assert.equal(answer.response, "Hello from upstream");
});

story("ollama: tools, there and back", async () => {
  const messages = [{ role: "user", content: "weather?" }];
  const calls = [];
  for await (const part of await ollama.chat({ model, messages, tools, stream: true })) {
    calls.push(...(part.message.tool_calls ?? []));
  }
  assert.deepEqual(
    calls.map((call) => call.function.arguments),
    [{ city: "Rome" }, { city: "Oslo" }],
  );
  const last = await ollama.chat({
    model,
    tools,
    messages: [
      ...messages,
      { role: "assistant", content: "", tool_calls: calls },
      { role: "tool", content: "sunny", tool_name: "get_weather" },
      { role: "tool", content: "cold", tool_name: "get_weather" },
    ],
  });
  assert.equal(last.message.content, "It is sunny, cold");
});

story("ollama: image", async () => {
  const answer = await ollama.chat({
    model,
    messages: [{ role: "user", content: "What is it?", images: [pixel] }],
  });
  assert.equal(answer.message.content, `An image of ${pixel.length} letters`);
});

story("ollama: error class", async () => {
  await assert.rejects(ollama.chat({ ...ask("Hello"), model: "nope" }), (error) => {
    assert.equal(error.name, "ResponseError");
    assert.equal(error.status_code, 404);
    assert.match(error.message, /model 'nope' not found/);
    return true;
  });
  await assert.rejects(ollama.chat(ask("too many")), (error) => error.status_code === 429);
  await assert.rejects(client("sk-wrong").list(), (error) => error.status_code === 401);
});

story("ollama: a stream that breaks off is an error", async () => {
  await assert.rejects(async () => {
    for await (const _ of await ollama.chat(ask("break off", { stream: true }))) {
      // read to where it breaks
    }
  });
});

story("ollama: cancel", async () => {
  const stream = await ollama.chat(ask("wait", { stream: true }));
  await assert.rejects(async () => {
    for await (const _ of stream) {
      stream.abort();
    }
  }, { name: "AbortError" });
});

story("ollama: models", async () => {
  const { models } = await ollama.list();
  assert.ok(models.some((each) => each.name.split(":")[0] === model));
  const shown = await ollama.show({ model });
  assert.ok(shown.capabilities.includes("completion"));
});
