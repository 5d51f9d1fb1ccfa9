#include "scalp/crown_whorl.h"

namespace stubble {

Whorl crown_whorl(WhorlSide side, WhorlSense sense) {
    Whorl whorl;
    whorl.sense = sense;
    if (side == WhorlSide::Left) {
        whorl.place_mm.x() = -whorl.place_mm.x();
    }
    return whorl;
}

std::vector<Whorl> double_crown_whorl() {
    return {{Point3(-20.0, 113.3, -58.7), WhorlSense::Clockwise},
            {Point3(20.0, 113.3, -58.7), WhorlSense::CounterClockwise}};
}

}  // namespace stubble
