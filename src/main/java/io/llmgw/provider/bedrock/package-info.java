/** The adapter for Amazon Bedrock's Converse API, which all the models there speak. */
@NullMarked
package io.llmgw.provider.bedrock;

import org.jspecify.annotations.NullMarked;
