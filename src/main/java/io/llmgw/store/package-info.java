/**
 * Databases, and what is kept in them, behind the interfaces of the packages that own the rules.
 */
@NullMarked
package io.llmgw.store;

import org.jspecify.annotations.NullMarked;
