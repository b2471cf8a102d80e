/** The built distribution as its users run it: started as a process, seen from outside. */
@NullMarked
package io.llmgw.it;

import org.jspecify.annotations.NullMarked;
