"""From registers of evidence (佐证台账) to actual values (实际完成值), with the proof."""
