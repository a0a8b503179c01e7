/** The order of the steps: read, plan, write, follow, answer. */
@NullMarked
package io.berth.deploy.delivery;

import org.jspecify.annotations.NullMarked;
