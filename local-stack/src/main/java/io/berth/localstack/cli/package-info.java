/** The command-line client of the gateway. */
@NullMarked
package io.berth.localstack.cli;

import org.jspecify.annotations.NullMarked;
