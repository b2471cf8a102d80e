import assert from "node:assert/strict";
import OpenAI from "openai";
import { key, model, pixel, story, url, weatherSchema } from "./gateway.js";

const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: key, maxRetries: 0 });
const tools = [
  { type: "function", function: { name: "get_weather", parameters: weatherSchema } },
];

function ask(content, more = {}) {
  return { model, messages: [{ role: "user", content }], ...more };
}

story("openai: plain", async () => {
  const answer = await client.chat.completions.create(ask("Hello"));
  assert.equal(answer.choices[0].message.content, "Hello from upstream");
  assert.equal(answer.choices[0].finish_reason, "stop");
  assert.equal(answer.usage.total_tokens, 18);
});

story("openai: stream", async () => {
  const stream = client.chat.completions.stream(
    ask("Hello", { stream_options: { include_usage: true } }),
  );
  let text = "";
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta?.content ?? "";
  }
  assert.equal(text, "Hello from upstream");
  const whole = await stream.finalChatCompletion();
  assert.equal(whole.choices[0].message.content, text);
  assert.equal(whole.usage.prompt_tokens_details.cached_tokens, 4);
});

story("openai: tools, there and back", async () => {
  const messages = [{ role: "user", content: "weather?" }];
  const first = await client.chat.completions
    .stream({ model, messages, tools })
    .finalChatCompletion();
  const [call, second] = first.choices[0].message.tool_calls;
  assert.equal(first.choices[0].finish_reason, "tool_calls");
  assert.deepEqual(JSON.parse(call.function.arguments), { city: "Rome" });
  assert.deepEqual(JSON.parse(second.function.arguments), { city: "Oslo" });
  const last = await client.chat.completions.create({
    model,
    tools,
    messages: [
      ...messages,
      first.choices[0].message,
      { role: "tool", tool_call_id: call.id, content: "sunny" },
      { role: "tool", tool_call_id: second.id, content: "cold" },
    ],
  });
  assert.equal(last.choices[0].message.content, "It is sunny, cold");
});

story("openai: image", async () => {
  const answer = await client.chat.completions.create(
    ask([
      { type: "text", text: "What is it?" },
      { type: "image_url", image_url: { url: `data:image/png;base64,${pixel}` } },
    ]),
  );
  assert.equal(answer.choices[0].message.content, `An image of ${pixel.length} letters`);
});

story("openai: error classes", async () => {
  await assert.rejects(
    client.chat.completions.create({ ...ask("Hello"), model: "nope" }),
    OpenAI.NotFoundError,
  );
  await assert.rejects(client.chat.completions.create(ask("too many")), (error) => {
    assert.ok(error instanceof OpenAI.RateLimitError);
    assert.equal(error.headers.get("retry-after"), "7");
    assert.match(error.message, /Slow down/);
    return true;
  });
  await assert.rejects(
    new OpenAI({ baseURL: `${url}/v1`, apiKey: "sk-wrong", maxRetries: 0 }).models.list(),
    OpenAI.AuthenticationError,
  );
  await assert.rejects(
    client.chat.completions.create({ model, messages: [] }),
    OpenAI.BadRequestError,
  );
});

story("openai: a stream that breaks off is an error", async () => {
  await assert.rejects(async () => {
    for await (const _ of client.chat.completions.stream(ask("break off"))) {
      // read to where it breaks
    }
  }, OpenAI.APIError);
});

story("openai: cancel", async () => {
  const stream = await client.chat.completions.create({ ...ask("wait"), stream: true });
  for await (const chunk of stream) {
    if (chunk.choices[0]?.delta?.content) {
      break;
    }
  }
  assert.ok(stream.controller.signal.aborted);
});

story("openai: responses", async () => {
  const answer = await client.responses.create({ model, input: "Hello" });
  assert.equal(answer.output_text, "Hello from upstream");
  assert.equal(answer.status, "completed");
  const stream = client.responses.stream({
    model,
    input: "weather?",
    tools: [{ type: "function", name: "get_weather", parameters: weatherSchema, strict: false }],
  });
  for await (const _ of stream) {
    // the SDK checks the order of events
  }
  const calls = (await stream.finalResponse()).output.filter((o) => o.type === "function_call");
  assert.deepEqual(calls.map((call) => JSON.parse(call.arguments).city), ["Rome", "Oslo"]);
});

story("openai: models", async () => {
  const models = [];
  for await (const each of client.models.list()) {
    models.push(each.id);
  }
  assert.ok(models.includes(model));
});
