/**
 * The configuration: immutable records, and everything that reads them from YAML, the environment
 * and {@code .env} files, checks them and says where they are wrong.
 */
@NullMarked
package io.llmgw.config;

import org.jspecify.annotations.NullMarked;
