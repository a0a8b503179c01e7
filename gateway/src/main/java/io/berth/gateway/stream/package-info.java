/** What changes, as it changes: server-sent events that can be taken up again. */
@NullMarked
package io.berth.gateway.stream;

import org.jspecify.annotations.NullMarked;
