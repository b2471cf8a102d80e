/** What is known about models by their names, as data and the rules to read it. */
@NullMarked
package io.llmgw.catalog;

import org.jspecify.annotations.NullMarked;
