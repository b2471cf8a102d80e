/**
 * The gateway as official clients see it: each test speaks to a running one through a vendor's own
 * SDK.
 */
@NullMarked
package io.llmgw.conformance;

import org.jspecify.annotations.NullMarked;
