/**
 * The benchmark suite: a scripted upstream, a load generator, two reference proxies and the table
 * that compares them with the gateway; everything talks over loopback and nothing here ships.
 */
@NullMarked
package io.llmgw.bench;

import org.jspecify.annotations.NullMarked;
