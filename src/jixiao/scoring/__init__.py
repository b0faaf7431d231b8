"""From actual values to points (得分), lights (监控灯) and grades (等级), with the working."""
