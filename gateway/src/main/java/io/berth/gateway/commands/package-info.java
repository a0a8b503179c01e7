/** How a command comes in: what is refused at the door, and what is passed on. */
@NullMarked
package io.berth.gateway.commands;

import org.jspecify.annotations.NullMarked;
