// The Vercel AI SDK, over two of the gateway's dialects.
import assert from "node:assert/strict";
import { createAnthropic } from "@ai-sdk/anthropic";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { APICallError, generateText, jsonSchema, stepCountIs, streamText, tool } from "ai";
import { key, model, pixel, story, url, weatherSchema } from "./gateway.js";

const providers = {
  "openai-compatible": (apiKey) =>
    createOpenAICompatible({
      name: "llmgw",
      baseURL: `${url}/v1`,
      apiKey,
      includeUsage: true,
    }),
  anthropic: (apiKey) => createAnthropic({ baseURL: `${url}/v1`, apiKey }),
};

const get_weather = tool({
  description: "Weather",
  inputSchema: jsonSchema(weatherSchema),
  execute: async ({ city }) => (city === "Rome" ? "sunny" : "cold"),
});

for (const [name, create] of Object.entries(providers)) {
  const chat = create(key)(model);
  const settings = { model: chat, maxRetries: 0 };

  story(`ai, ${name}: plain`, async () => {
    const answer = await generateText({ ...settings, prompt: "Hello" });
    assert.equal(answer.text, "Hello from upstream");
    assert.equal(answer.finishReason, "stop");
    assert.equal(answer.usage.outputTokens, 7);
  });

  story(`ai, ${name}: stream`, async () => {
    const answer = streamText({ ...settings, prompt: "Hello" });
    let text = "";
    for await (const piece of answer.textStream) {
      text += piece;
    }
    assert.equal(text, "Hello from upstream");
    assert.equal(await answer.finishReason, "stop");
    assert.equal((await answer.usage).inputTokens, 11);
  });

  story(`ai, ${name}: tools, there and back`, async () => {
    const answer = streamText({
      ...settings,
      prompt: "weather?",
      tools: { get_weather },
      stopWhen: stepCountIs(3),
    });
    assert.equal(await answer.text, "It is sunny, cold");
    assert.equal((await answer.steps).length, 2);
  });

  story(`ai, ${name}: image`, async () => {
    const answer = await generateText({
      ...settings,
      messages: [
        {
          role: "user",
          content: [
            { type: "text", text: "What is it?" },
            { type: "image", image: pixel, mediaType: "image/png" },
          ],
        },
      ],
    });
    assert.equal(answer.text, `An image of ${pixel.length} letters`);
  });

  story(`ai, ${name}: error class`, async () => {
    const failing = (options) => generateText({ ...settings, prompt: "Hello", ...options });
    const status = (code) => (error) => {
      assert.ok(APICallError.isInstance(error), String(error));
      assert.equal(error.statusCode, code);
      return true;
    };
    await assert.rejects(failing({ model: create(key)("nope") }), status(404));
    await assert.rejects(failing({ prompt: "too many" }), status(429));
    await assert.rejects(failing({ model: create("sk-wrong")(model) }), status(401));
  });

  story(`ai, ${name}: a stream that breaks off is an error`, async () => {
    const errors = [];
    const answer = streamText({
      ...settings,
      prompt: "break off",
      onError: ({ error }) => errors.push(error),
    });
    await answer.consumeStream();
    assert.ok(errors.length > 0);
  });

  story(`ai, ${name}: cancel`, async () => {
    const abort = new AbortController();
    let aborted = false;
    const answer = streamText({
      ...settings,
      prompt: "wait",
      abortSignal: abort.signal,
      onAbort: () => (aborted = true),
    });
    for await (const part of answer.fullStream) {
      if (part.type === "text-delta") {
        abort.abort();
      }
    }
    assert.ok(aborted);
  });
}
