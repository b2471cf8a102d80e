/** Anthropic's Messages dialect: what Claude Code and Anthropic's SDKs speak. */
@NullMarked
package io.llmgw.server.anthropic;

import org.jspecify.annotations.NullMarked;
