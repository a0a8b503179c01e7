/** How the gateway says no. */
@NullMarked
package io.berth.gateway.problems;

import org.jspecify.annotations.NullMarked;
