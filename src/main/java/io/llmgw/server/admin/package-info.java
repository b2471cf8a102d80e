/** What administrators ask of a running gateway: LiteLLM's routes about keys, users and models. */
@NullMarked
package io.llmgw.server.admin;

import org.jspecify.annotations.NullMarked;
