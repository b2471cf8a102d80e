/** What tests of several packages share: a scripted upstream on loopback and the golden folders. */
@NullMarked
package io.llmgw.testing;

import org.jspecify.annotations.NullMarked;
