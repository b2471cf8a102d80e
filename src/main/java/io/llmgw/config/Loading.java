package io.llmgw.config;

import java.util.List;

/**
 * What the parts of one load share.
 *
 * @param settings collects the effective settings in the order they are read
 */
record Loading(
    KeyTable table,
    VendorTable vendors,
    LayeredEnvironment environment,
    Problems problems,
    List<Setting> settings) {}
