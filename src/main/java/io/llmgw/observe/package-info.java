/** What the gateway tells about itself: its log. */
@NullMarked
package io.llmgw.observe;

import org.jspecify.annotations.NullMarked;
