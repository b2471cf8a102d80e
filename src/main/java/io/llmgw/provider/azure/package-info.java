/**
 * Azure OpenAI and Foundry: the addresses people paste, and every way to prove to Azure who asks.
 */
@NullMarked
package io.llmgw.provider.azure;

import org.jspecify.annotations.NullMarked;
