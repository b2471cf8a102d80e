/** What the gateway tells about itself: its log, and measurements. */
@NullMarked
package io.llmgw.observe;

import org.jspecify.annotations.NullMarked;
