/**
 * The command line: one class per command, what it prints and how it ends. The only package that
 * knows picocli, writes to the process's streams and decides exit codes.
 */
@NullMarked
package io.llmgw.cli;

import org.jspecify.annotations.NullMarked;
